"""Databases of a benchmark's own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from eligibility.engine import engine_for


@contextmanager
def empty_database(server: str | None, folder: Path) -> Iterator[str]:
    """The address of a new database, removed afterwards.

    Args:
        server: a database of a PostgreSQL server, beside which it is made; None for SQLite.
        folder: where the file of SQLite goes.
    """
    name = f"taghtia_bench_{uuid.uuid4().hex[:12]}"
    if server is None:
        url = f"sqlite:///{folder / name}.db"
        yield url
        engine_for(url).dispose()
        (folder / f"{name}.db").unlink(missing_ok=True)
        return
    beside = create_engine(server, isolation_level="AUTOCOMMIT", future=True)
    with beside.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    try:
        yield url
    finally:
        engine_for(url).dispose()
        with beside.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))
        beside.dispose()
