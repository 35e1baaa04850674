"""Puts a copy back, after everything that can be checked beforehand was."""

from __future__ import annotations

from pathlib import Path

import eligibility.migrations
import handover.migrations
from bot.backup import postgresql_dump, sqlite_copy
from bot.backup.manifest import CopiedDatabase, Manifest, digest, fits
from bot.backup.stores import CannotBackUp, Database, databases
from eligibility.engine import database_url
from handover.database import handover_url
from identifiers.keys import KeyChain
from identifiers.state import sqlite_file

Rows = dict[str, dict[str, int]]


def check_backup(folder: Path) -> Manifest:
    """See whether a copy is whole, fits this installation's databases and its key.

    Raises:
        CannotBackUp: it does not; says what to mend.
    """
    manifest = Manifest.read(folder)
    for one in manifest.databases:
        file = folder / one.file
        if not file.is_file() or digest(file) != one.sha256:
            raise CannotBackUp(f"{file} is missing or damaged: take another copy")
        checking = sqlite_copy if one.kind == "sqlite" else postgresql_dump
        checking.check(file)
        _database_of(one)
    if not fits(manifest, KeyChain.from_environment()):
        raise CannotBackUp(
            "the key here is not the one of this copy, and nobody in it would be found: put that "
            "time's key file in its place (TAGHTIA_KEY_FILE), or set TAGHTIA_KEY"
        )
    return manifest


def rows_here() -> Rows:
    """What would be replaced: rows by store and table, of all databases that hold any."""
    found = {one.name: _rows_in(one) for one in databases()}
    return {name: rows for name, rows in found.items() if any(rows.values())}


def restore_backup(folder: Path) -> Rows:
    """Replace what the databases hold by a copy, each database wholly or not at all.

    Returns:
        Rows by store and table, as counted in the databases afterwards.

    Raises:
        CannotBackUp: see `check_backup`; or other rows arrived than the copy has.
    """
    manifest, restored = check_backup(folder), {}
    for copied in manifest.databases:
        rows = _put_back(folder / copied.file, _database_of(copied))
        if rows | copied.rows != rows:
            raise CannotBackUp(f"{copied.file} arrived with other rows than it has: do it again")
        restored[copied.stores[0]] = copied.rows
    # A copy may be older than the program.
    eligibility.migrations.upgrade(database_url())
    handover.migrations.upgrade(handover_url())
    return restored


def _database_of(copied: CopiedDatabase) -> Database:
    for one in databases():
        if one.stores == copied.stores and one.kind == copied.kind:
            return one
    raise CannotBackUp(
        f"{copied.file} holds {' and '.join(copied.stores)} of {copied.kind}, and no database here "
        "has the same: set the TAGHTIA_…_URL variables as they were when it was made"
    )


def _put_back(file: Path, database: Database) -> dict[str, int]:
    path = sqlite_file(database.url)
    if path is None:
        return postgresql_dump.restore(file, database.url)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    return sqlite_copy.copy_in(file, path)


def _rows_in(database: Database) -> dict[str, int]:
    path = sqlite_file(database.url)
    return postgresql_dump.rows_in(database.url) if path is None else sqlite_copy.rows_in(path)
