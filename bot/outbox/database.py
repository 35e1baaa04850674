"""The outbox's database connections."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from bot.outbox.tables import metadata
from identifiers.database import create_tables, share_between_processes
from identifiers.state import database_address, open_database


def outbox_url() -> str:
    """`TAGHTIA_OUTBOX_URL`, or the SQLite file `outbox.db` among the state files."""
    return database_address("TAGHTIA_OUTBOX_URL", "outbox.db")


def open_outbox(url: str) -> Engine:
    """An engine with the outbox's tables in place."""
    engine = open_database(url)
    # A message that was accepted outlives a killed server, though not a power cut.
    share_between_processes(engine, synchronous="NORMAL")
    create_tables(engine, metadata)
    # A server that forks afterwards must not share a connection with its children.
    engine.dispose()
    return engine
