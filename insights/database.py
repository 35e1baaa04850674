"""Connections to the analytics store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

from identifiers.database import lock_at_begin, share_between_processes
from identifiers.state import database_address, open_database

# Any number; who migrates or takes events in at the same moment takes turns by it.
_TURN = 7_461_114


def insights_url() -> str:
    """`TAGHTIA_INSIGHTS_URL`, or the SQLite file `insights.db` among the state files."""
    return database_address("TAGHTIA_INSIGHTS_URL", "insights.db")


@lru_cache(maxsize=8)
def engine_for(url: str) -> Engine:
    """The engine of a database, one a process."""
    engine = open_database(url)
    # What a power cut takes from it is still in the spool or in the queue.
    share_between_processes(engine, synchronous="FULL")
    lock_at_begin(engine)
    return engine


def wait_for_turn(connection: Connection) -> None:
    """Until the transaction ends, nobody else migrates or takes events in."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_TURN})"))


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction of the one writer that there is at a time."""
    with engine.begin() as connection:
        wait_for_turn(connection)
        yield connection
