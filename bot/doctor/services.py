"""Checks of the databases and of Redis."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import redis
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.doctor.finding import Finding, mend, ok, warning
from bot.outbox.announcing import redis_url
from bot.outbox.database import outbox_url
from eligibility.store import database_url
from identifiers.vault import vault_url

SECONDS = 3.0
DATABASES: tuple[tuple[str, str, Callable[[], str]], ...] = (
    ("eligibility store", "TAGHTIA_DATABASE_URL", database_url),
    ("vault", "TAGHTIA_VAULT_URL", vault_url),
    ("outbox", "TAGHTIA_OUTBOX_URL", outbox_url),
)


def check_database(what: str, variable: str, address: Callable[[], str]) -> Finding:
    """A database answers; one that is a file may still have to be made."""
    try:
        url = make_url(address())
    except (ValueError, ArgumentError) as error:
        return mend(what, str(error))
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return warning(what, f"{url.database} does not exist yet: bin/serve makes it")
    engine = create_engine(url, hide_parameters=True, future=True)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            version = MigrationContext.configure(connection).get_current_revision()
    except (SQLAlchemyError, ImportError) as error:
        # The driver's own words name host and port, and never the password.
        cause = str(getattr(error, "orig", error)).strip().splitlines()[:1]
        return mend(what, f"{variable} cannot be used: {' '.join(cause)}")
    finally:
        engine.dispose()
    return ok(what, " ".join(filter(None, (url.get_backend_name(), version))))


def check_redis() -> Finding:
    """Redis answers, where it is configured."""
    try:
        url = redis_url()
        if url is None:
            return ok("Redis", "not configured: one server needs none")
        redis.Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS).ping()
    except (ValueError, redis.RedisError) as error:
        return mend("Redis", f"TAGHTIA_REDIS_URL cannot be used: {error}")
    return ok("Redis", "answers")
