"""Databases of the tests' own on the PostgreSQL that runs here."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

SERVER = "postgresql://postgres@127.0.0.1:5432"


@contextmanager
def new_database(purpose: str) -> Iterator[str]:
    """The address of an empty one, removed afterwards; skips the test without a server."""
    name = f"taghtia_{purpose}_{uuid.uuid4().hex[:12]}"
    server = create_engine(f"{SERVER}/test", isolation_level="AUTOCOMMIT", future=True)
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        pytest.skip("no PostgreSQL at 127.0.0.1:5432 with trust for postgres")
    try:
        yield f"{SERVER}/{name}"
    finally:
        with server.connect() as connection:
            # Also from a process that a test has killed, whose connection may still be there.
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()
