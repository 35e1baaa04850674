"""Connections to the analytics store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from sqlalchemy.engine import Connection, Engine

from identifiers.database import open_store, wait_for_turn
from identifiers.state import database_address

# Any number; who migrates or takes events in at the same moment takes turns by it.
TURN = 7_461_114


def insights_url() -> str:
    """`TAGHTIA_INSIGHTS_URL`, or the SQLite file `insights.db` among the state files."""
    return database_address("TAGHTIA_INSIGHTS_URL", "insights.db")


@lru_cache(maxsize=8)
def engine_for(url: str) -> Engine:
    """The engine of a database, one a process."""
    return open_store(url)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction of the one writer that there is at a time."""
    with engine.begin() as connection:
        wait_for_turn(connection, TURN)
        yield connection
