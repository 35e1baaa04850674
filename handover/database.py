"""Connections to the hand-over store."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

from identifiers.database import lock_at_begin, share_between_processes
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
    share_between_processes(engine)
    lock_at_begin(engine)
    return engine


def wait_for_migration(connection: Connection) -> None:
    """Servers that start together migrate one after the other."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
