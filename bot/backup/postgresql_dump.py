"""PostgreSQL's own pg_dump and pg_restore, on one snapshot and in one transaction."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, Connection

from bot.backup.stores import VAULT_TABLE, CannotBackUp

_TABLES = text(
    "SELECT table_name FROM information_schema.tables"
    " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1"
)


def dump(url: URL, copy: Path) -> dict[str, int]:
    """Write a copy of one moment; returns its rows by table.

    Raises:
        CannotBackUp: pg_dump is missing or failed; says why.
        SQLAlchemyError: the database does not answer.
    """
    engine = create_engine(url, future=True, isolation_level="REPEATABLE READ")
    try:
        with engine.connect() as connection:
            snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
            rows = _rows(connection)
            without_vault = f"--exclude-table={VAULT_TABLE}"
            form = ("--format=custom", "--no-owner", "--no-privileges")
            _run(url, "pg_dump", *form, f"--snapshot={snapshot}", without_vault, f"--file={copy}")
    finally:
        engine.dispose()
    return rows


def check(copy: Path) -> None:
    """See whether a copy can be read.

    Raises:
        CannotBackUp: it cannot.
    """
    _run(None, "pg_restore", "--list", str(copy))


def restore(copy: Path, url: URL) -> dict[str, int]:
    """Put a copy in the place of the same tables, all or nothing; returns its rows by table.

    Raises:
        CannotBackUp: pg_restore is missing or failed; says why. Nothing has changed then.
    """
    clean = ("--clean", "--if-exists", "--single-transaction", "--exit-on-error")
    _run(url, "pg_restore", *clean, "--no-owner", f"--dbname={url.database}", str(copy))
    return rows_in(url)


def rows_in(url: URL) -> dict[str, int]:
    """Rows by table."""
    engine = create_engine(url, future=True)
    try:
        with engine.connect() as connection:
            return _rows(connection)
    finally:
        engine.dispose()


def _rows(connection: Connection) -> dict[str, int]:
    tables = [name for name in connection.execute(_TABLES).scalars() if name != VAULT_TABLE]
    return {
        name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
        for name in tables
    }


def _run(url: URL | None, program: str, *arguments: str) -> None:
    try:
        done = subprocess.run(
            [program, *arguments], env=_environment(url), capture_output=True, text=True
        )
    except FileNotFoundError:
        raise CannotBackUp(f"{program} is missing: install postgresql-client") from None
    if done.returncode:
        reason = done.stderr.strip().split("\n", 1)[0]
        raise CannotBackUp(f"{reason or program + ' failed'}; see the database's address")


def _environment(url: URL | None) -> dict[str, str]:
    """The address as variables: other users see a process's arguments."""
    if url is None:
        return dict(os.environ)
    given = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": url.port and str(url.port),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": url.query.get("sslmode"),
        "PGSSLROOTCERT": url.query.get("sslrootcert"),
    }
    return {**os.environ, **{name: str(value) for name, value in given.items() if value}}
