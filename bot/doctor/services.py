"""Checks of the databases, of the key beside them, and of Redis."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import redis
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.doctor.finding import Finding, mend, ok, warning
from bot.outbox.announcing import redis_url
from bot.outbox.database import outbox_url
from eligibility.engine import database_url, engine_for
from eligibility.generations import KeyMismatch, count_older
from eligibility.models import ApplicationRow
from eligibility.person import Digests
from identifiers.state import database_address, sqlite_file
from identifiers.vault import vault_url
from identifiers.vault_redis import SCHEMES
from insights.database import insights_url

SECONDS = 3.0


def tracker_url() -> str:
    """`TAGHTIA_TRACKER_URL`, or the file that bin/serve uses."""
    return database_address("TAGHTIA_TRACKER_URL", "tracker.db")


STORES: tuple[tuple[str, str, Callable[[], str]], ...] = (
    ("eligibility store", "TAGHTIA_DATABASE_URL", database_url),
    ("vault", "TAGHTIA_VAULT_URL", vault_url),
    ("outbox", "TAGHTIA_OUTBOX_URL", outbox_url),
    ("conversations", "TAGHTIA_TRACKER_URL", tracker_url),
    ("figures", "TAGHTIA_INSIGHTS_URL", insights_url),
)


def check_stores() -> Iterator[Finding]:
    """Every store answers; then whether the key fits what the eligibility store holds."""
    for what, variable, address in STORES:
        try:
            url = address()
        except ValueError as error:
            yield mend(what, str(error))
            continue
        check = check_redis_at if url.startswith(SCHEMES) else check_database
        yield check(what, variable, url)
    yield check_store_key()


def check_database(what: str, variable: str, address: str) -> Finding:
    """A database answers; one that is a file may still have to be made."""
    try:
        url = make_url(address)
    except ArgumentError:
        return mend(what, f"{variable} is no database address")
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return warning(what, f"{file} does not exist yet: bin/serve makes it")
    engine = None
    try:
        engine = create_engine(url, hide_parameters=True, future=True)
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            version = MigrationContext.configure(
                connection, opts={"version_table": "eligibility_version"}
            ).get_current_revision()
    except (SQLAlchemyError, ImportError) as error:
        # The driver's own words name host and port, and never the password.
        cause = str(getattr(error, "orig", error)).strip().splitlines()[:1]
        return mend(what, f"{variable} cannot be used: {' '.join(cause)}")
    finally:
        if engine is not None:
            engine.dispose()
    return ok(what, " ".join(filter(None, (url.get_backend_name(), version))))


def check_store_key() -> Finding:
    """People are found only with the key under which they were stored."""
    what = "key and store"
    try:
        url = database_url()
        file = sqlite_file(make_url(url))
        if file is not None and not file.exists():
            return ok(what, "nothing is stored yet")
        with engine_for(url).connect() as connection:
            if not inspect(connection).has_table(ApplicationRow.__tablename__):
                return ok(what, "nothing is stored yet")
            older = count_older(connection, Digests.from_environment())
    except (KeyMismatch, ValueError, OSError) as error:
        return mend(what, str(error))
    except SQLAlchemyError as error:
        return warning(what, f"not compared: {type(error).__name__}")
    if older:
        text_ = f"{older} application(s) under an older key: run `taghtia eligibility rotate-key`"
        return warning(what, text_)
    return ok(what, "they belong together")


def check_redis() -> Finding:
    """Redis answers, where it is configured."""
    try:
        url = redis_url()
    except ValueError as error:
        return mend("Redis", str(error))
    if url is None:
        return ok("Redis", "not configured: one server needs none")
    return check_redis_at("Redis", "TAGHTIA_REDIS_URL", url)


def check_redis_at(what: str, variable: str, url: str) -> Finding:
    """The Redis at an address answers."""
    try:
        redis.Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS).ping()
    except (ValueError, redis.RedisError) as error:
        return mend(what, f"{variable} cannot be used: {type(error).__name__}; does Redis run?")
    return ok(what, "answers")
