"""Connections to the eligibility database."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine

from identifiers.keys import PROJECT


def database_url() -> str:
    """`TAGHTIA_DATABASE_URL`, or the SQLite file `taghtia.db` among the state files."""
    state = Path(os.environ.get("TAGHTIA_STATE") or PROJECT / "var")
    return os.environ.get("TAGHTIA_DATABASE_URL") or f"sqlite:///{state / 'taghtia.db'}"


@lru_cache(maxsize=8)
def engine_for(url: str) -> Engine:
    """The engine of a database; statements' parameters never reach an error or a log."""
    engine = create_engine(url, future=True, hide_parameters=True, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_writing)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    # pysqlite's own transactions begin at the first write, too late to count tries safely.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "busy_timeout=10000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_writing(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
