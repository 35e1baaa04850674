"""The floor of an import: the finished rows, written with the driver and nothing else."""

from __future__ import annotations

import csv
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import Connection

from eligibility.deliveries.staging import staging, writing
from eligibility.engine import engine_for
from eligibility.migrations import upgrade

_DAY = "2026-10-01 00:00:00.000000"
_COLUMNS = {
    "deliveries": "id, name, digest, imported_at",
    "applications": "id, person_digest, key_id, academic_year, university, email_hint, status,"
    " since, updated_at, delivery_id",
    "status_changes": "id, application_id, delivery_id, status, at, confirmed_at",
}


def floor_seconds(url: str, folder: Path, rows: int) -> float:
    """Seconds to write `rows` applications, each with a change of state, into an empty database.

    The rows wait in files: COPY reads them on PostgreSQL, `executemany` on SQLite. Tables,
    indexes and the connection's memory are those of an import.
    """
    upgrade(url)
    files = {table: folder / f"{table}.csv" for table in _COLUMNS}
    _write(files["deliveries"], iter([(1, "floor", "0" * 64, _DAY)]))
    _write(files["applications"], (_application(number) for number in range(rows)))
    _write(files["status_changes"], (_change(number) for number in range(rows)))
    with staging(engine_for(url)) as connection:
        began = time.perf_counter()
        with writing(connection):
            for table, file in files.items():
                _load(connection, table, file)
        return time.perf_counter() - began


def _application(number: int) -> tuple[object, ...]:
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    hint = "p•••@um5.example"
    return number, digest, "0" * 8, "2026-2027", "UM5", hint, "declared", _DAY, _DAY, 1


def _change(number: int) -> tuple[object, ...]:
    return number, number, 1, "declared", _DAY, _DAY


def _write(path: Path, rows: Iterator[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _load(connection: Connection, table: str, path: Path) -> None:
    columns = _COLUMNS[table]
    with path.open(encoding="utf-8", newline="") as file:
        cursor = connection.connection.cursor()
        if connection.dialect.name == "postgresql":
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv)", file)
        else:
            marks = ", ".join("?" * len(columns.split(",")))
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})", csv.reader(file)
            )
