"""SQLite's own online back-up: a copy of one moment, whoever writes meanwhile."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.backup.stores import VAULT_TABLE, CannotBackUp

# A writer may hold the file for as long as a million applications take.
WAIT_SECONDS = 60.0


def copy_out(database: Path, copy: Path) -> dict[str, int]:
    """Write a copy of a database that may be in use; returns its rows by table.

    Raises:
        sqlite3.Error: the database cannot be read, or the copy not be written.
    """
    with closing(_open(database)) as source, closing(_open(copy)) as target:
        source.backup(target)
        # One file, without a log beside it.
        target.execute("PRAGMA journal_mode=DELETE")
        if VAULT_TABLE in _tables(target):
            target.execute(f"DROP TABLE {VAULT_TABLE}")
            target.commit()
            target.execute("VACUUM")
        return _rows(target)


def check(copy: Path) -> None:
    """See whether a copy is whole.

    Raises:
        CannotBackUp: it is damaged.
    """
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as opened:
        try:
            sound = opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        except sqlite3.DatabaseError:
            sound = False
    if not sound:
        raise CannotBackUp(f"{copy} is damaged: take another copy")


def copy_in(copy: Path, database: Path) -> dict[str, int]:
    """Put a copy in a database's place, wholly or not at all; returns its rows by table."""
    with closing(_open(copy)) as source, closing(_open(database)) as target:
        source.backup(target)
        return _rows(target)


def rows_in(database: Path) -> dict[str, int]:
    """Rows by table; empty where there is no such file."""
    if not database.exists():
        return {}
    with closing(_open(database)) as opened:
        return _rows(opened)


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=WAIT_SECONDS)


def _tables(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return sorted(name for (name,) in connection.execute(query))


def _rows(connection: sqlite3.Connection) -> dict[str, int]:
    return {
        table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        for table in _tables(connection)
        if table != VAULT_TABLE
    }
