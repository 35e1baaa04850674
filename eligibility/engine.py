"""Connections to the eligibility database."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy.engine import Engine

from identifiers.database import open_store
from identifiers.state import database_address

# The merge of a million applications takes longer than ten seconds on SQLite.
WAIT_SECONDS = 30


def database_url() -> str:
    """`TAGHTIA_DATABASE_URL`, or the SQLite file `taghtia.db` among the state files."""
    return database_address("TAGHTIA_DATABASE_URL", "taghtia.db")


@lru_cache(maxsize=8)
def engine_for(url: str) -> Engine:
    """The engine of a database, one a process."""
    return open_store(url, wait_seconds=WAIT_SECONDS)
