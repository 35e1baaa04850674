"""Connections to the hand-over store."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy.engine import Engine

from identifiers.database import open_store
from identifiers.state import database_address

# Any number; servers that migrate at the same moment take turns by it.
TURN = 7_461_113


def handover_url() -> str:
    """`TAGHTIA_HANDOVER_URL`, or the SQLite file `handover.db` among the state files."""
    return database_address("TAGHTIA_HANDOVER_URL", "handover.db")


@lru_cache(maxsize=8)
def engine_for(url: str) -> Engine:
    """The engine of a database, one a process."""
    return open_store(url)
