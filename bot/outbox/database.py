"""The outbox's database connections."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from bot.outbox.tables import create_tables
from identifiers.state import database_address, open_database


def outbox_url() -> str:
    """`TAGHTIA_OUTBOX_URL`, or the SQLite file `outbox.db` among the state files."""
    return database_address("TAGHTIA_OUTBOX_URL", "outbox.db")


def open_outbox(url: str) -> Engine:
    """An engine with the outbox's tables in place."""
    engine = open_database(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    create_tables(engine)
    # A server that forks afterwards must not share a connection with its children.
    engine.dispose()
    return engine


def upsert(connection: Connection, table: Table) -> Any:
    """The database's own INSERT that can say what to do on a conflict."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def now() -> datetime:
    """The moment as the tables hold it: UTC without a zone."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


def _prepare_sqlite(connection: Any, _: object) -> None:
    # Readers go on while somebody writes; what is deleted is overwritten. A message that was
    # accepted outlives a killed server, though not a power cut in the same second.
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
