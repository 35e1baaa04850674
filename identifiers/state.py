"""Where an installation keeps its own files: key, vault and, by default, the eligibility store."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from identifiers.patience import wait_for_restarts

PROJECT = Path(__file__).resolve().parents[1]


def state_directory() -> Path:
    """`TAGHTIA_STATE`, by default `var/` of the project."""
    return PROJECT / (os.environ.get("TAGHTIA_STATE") or "var")


def database_address(variable: str, default_file: str, also: str = "") -> str:
    """The SQLAlchemy address that an environment variable gives, else a SQLite state file.

    A relative SQLite path is one of the project, wherever the command was started.

    Args:
        also: other addresses that the variable may hold, for the error's mend.

    Raises:
        ValueError: the variable holds no address; does not quote it, it may hold a password.
    """
    given = os.environ.get(variable)
    if not given:
        return f"sqlite:///{state_directory() / default_file}"
    try:
        url = make_url(given)
        url.get_dialect()
    except ArgumentError:
        mend = f"write sqlite:///FILE or postgresql://USER@HOST/NAME{also}"
        raise ValueError(f"{variable} is no database address: {mend}") from None
    if not _is_sqlite_file(given):
        return given
    address: str = url.set(database=str(PROJECT / url.database)).render_as_string(
        hide_password=False
    )
    return address


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite address; None for a database that is no file."""
    file = url.database or ""
    is_file = url.get_backend_name() == "sqlite" and file not in ("", ":memory:")
    return Path(file) if is_file else None


def open_database(url: str, waits: bool = True) -> Engine:
    """An engine whose errors and logs never show a statement's parameters.

    The file of a SQLite address is made, readable by its owner only, and its connections are
    kept: closing the last one each time would make SQLite tidy its log, 10 ms a statement.

    Args:
        waits: in its own thread for a server that is being restarted; not in an event loop.
    """
    kept: dict[str, object] = {}
    if _is_sqlite_file(url):
        _make_private_file(Path(make_url(url).database))
        kept = {"poolclass": QueuePool, "connect_args": {"check_same_thread": False}}
    engine = create_engine(url, future=True, hide_parameters=True, pool_pre_ping=True, **kept)
    if waits:
        wait_for_restarts(engine)
    return engine


def _make_private_file(path: Path) -> None:
    # A file that is there is not touched: where a process closes a file, the system drops all its
    # locks on it, SQLite's too, and another process may take the log away (POSIX advisory locks).
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _is_sqlite_file(url: str) -> bool:
    return sqlite_file(make_url(url)) is not None
