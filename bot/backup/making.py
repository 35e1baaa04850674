"""Takes a copy of every store; one that was not finished never looks like one."""

from __future__ import annotations

import os
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

from bot.backup import postgresql_dump, sqlite_copy
from bot.backup.manifest import NAME, CopiedDatabase, Manifest, digest, key_mark
from bot.backup.stores import CannotBackUp, Database, databases
from identifiers.keys import KeyChain
from identifiers.state import sqlite_file

_PREFIX = "taghtia-"
_SUFFIX = {"sqlite": ".db", "postgresql": ".dump"}


def make_backup(folder: Path, at: datetime) -> Path:
    """Copy every store into a new folder within `folder`; returns it.

    Args:
        at: the present moment, UTC; the new folder is named after it.

    Raises:
        CannotBackUp: a store cannot be copied; says which and why.
        OSError: `folder` cannot be written to, or is full.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = folder / f"{_PREFIX}{at:%Y%m%dT%H%M%SZ}"
    draft = made.with_suffix(".partial")
    draft.mkdir(mode=0o700)
    try:
        copied = tuple(_copy(one, draft) for one in databases())
        Manifest(at.isoformat(), key_mark(KeyChain.from_environment().newest), copied).write(draft)
        for file in draft.iterdir():
            _make_lasting(file)
        draft.rename(made)
        _make_lasting(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return made


def keep_newest(folder: Path, count: int) -> list[Path]:
    """Delete all copies in `folder` but the newest `count`; returns what was deleted."""
    copies = sorted(one for one in folder.glob(f"{_PREFIX}*") if (one / NAME).is_file())
    old = copies[: max(0, len(copies) - count)]
    for one in old:
        shutil.rmtree(one)
    return old


def _copy(database: Database, folder: Path) -> CopiedDatabase:
    file = folder / f"{database.name}{_SUFFIX[database.kind]}"
    os.close(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    path = sqlite_file(database.url)
    if path is None:
        rows = postgresql_dump.dump(database.url, file)
        postgresql_dump.check(file)
    elif path.exists():
        try:
            rows = sqlite_copy.copy_out(path, file)
        except sqlite3.Error as error:
            raise CannotBackUp(f"{path} cannot be copied: {error}") from None
        sqlite_copy.check(file)
    else:
        raise CannotBackUp(f"{path} is not there: has bin/serve ever run with this TAGHTIA_STATE?")
    return CopiedDatabase(file.name, database.kind, database.stores, rows, digest(file))


def _make_lasting(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
