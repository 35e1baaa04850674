"""Connections to the eligibility database."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from identifiers.state import database_address, open_database


def database_url() -> str:
    """`TAGHTIA_DATABASE_URL`, or the SQLite file `taghtia.db` among the state files."""
    return database_address("TAGHTIA_DATABASE_URL", "taghtia.db")


@lru_cache(maxsize=8)
def engine_for(url: str) -> Engine:
    """The engine of a database, one a process."""
    engine = open_database(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    # pysqlite's own transactions begin at the first write, too late to count tries safely.
    connection.isolation_level = None
    # What is deleted or replaced, an old digest above all, is overwritten.
    for pragma in (
        "busy_timeout=30000",
        "journal_mode=WAL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")
