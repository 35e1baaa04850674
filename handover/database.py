"""Connections to the hand-over store."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from identifiers.state import database_address, open_database

# Any number; servers that migrate at the same moment take turns by it.
_MIGRATION_LOCK = 7_461_113


def handover_url() -> str:
    """`TAGHTIA_HANDOVER_URL`, or the SQLite file `handover.db` among the state files."""
    return database_address("TAGHTIA_HANDOVER_URL", "handover.db")


@lru_cache(maxsize=8)
def engine_for(url: str) -> Engine:
    """The engine of a database, one a process."""
    engine = open_database(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
    return engine


def now() -> datetime:
    """The moment as the tables hold it: UTC without a zone."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


def reading(engine: Engine) -> Connection:
    """A connection that only reads: on SQLite it does not wait for a writer."""
    connection: Connection = engine.connect()
    return connection.execution_options(sqlite_begin="DEFERRED")


def upsert(connection: Connection, table: Table) -> Any:
    """The database's own INSERT that can say what to do on a conflict."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def wait_for_migration(connection: Connection) -> None:
    """Servers that start together migrate one after the other."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))


def _prepare_sqlite(connection: Any, _: object) -> None:
    # pysqlite's own transactions begin at the first write: too late for "look, then write".
    connection.isolation_level = None
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=WAL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    # Readers do not wait for the writer.
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")
