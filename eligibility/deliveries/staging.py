"""Tables of one connection only, filled beside the store: nobody waits for them, none survives."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import Connection, Engine

ROWS_AT_ONCE = 5000
# A connection's own memory: SQLite's pages in KiB, for the store and for what is staged; what one
# step of PostgreSQL may sort in memory.
_SETTINGS = {
    "sqlite": ("PRAGMA main.cache_size=-65536", "PRAGMA temp.cache_size=-32768"),
    "postgresql": ("SET work_mem='64MB'", "SET temp_buffers='32MB'"),
}


@contextmanager
def staging(engine: Engine, *tables: Table) -> Iterator[Connection]:
    """A connection with the (temporary) tables; both end together.

    On SQLite its transactions take the store's write lock only where they ask for it with
    `writing`.
    """
    with engine.connect() as connection:
        connection.detach()
        connection.execution_options(sqlite_begin="DEFERRED")
        for setting in _SETTINGS[engine.dialect.name]:
            connection.exec_driver_sql(setting)
        for table in tables:
            table.create(connection)
        connection.commit()
        yield connection


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """One transaction that changes the store: all of it, or nothing."""
    connection.execution_options(sqlite_begin="IMMEDIATE")
    with connection.begin():
        yield


def load(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> int:
    """Add rows, given with all columns in the table's order; returns how many there were."""
    fill = _copy if connection.dialect.name == "postgresql" else _insert
    rows, count = iter(rows), 0
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        fill(connection, table, batch)
        count += len(batch)
    return count


def _insert(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    marks = ", ".join("?" for _ in table.columns)
    connection.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({marks})", rows)


def _copy(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    text.seek(0)
    with connection.connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table.name} FROM STDIN WITH (FORMAT csv)", text)
