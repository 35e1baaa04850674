"""A store on SQLite and on a real PostgreSQL, each in a database of its own."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from eligibility import EligibilityStore
from eligibility.engine import engine_for
from eligibility.importing import import_delivery
from eligibility.migrations import upgrade
from eligibility.person import Digests
from tests.delivery_files import NOON, write_csv

# Properties are about results: a busy machine must not fail them by the clock.
settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")

SERVER = "postgresql://postgres@127.0.0.1:5432"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    name = f"taghtia_{uuid.uuid4().hex[:12]}"
    server = create_engine(f"{SERVER}/test", isolation_level="AUTOCOMMIT", future=True)
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        pytest.skip("no PostgreSQL at 127.0.0.1:5432 with trust for postgres")
    yield f"{SERVER}/{name}"
    engine_for(f"{SERVER}/{name}").dispose()
    with server.connect() as connection:
        # Also from a process that a test has killed, whose connection may still be there.
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def store(url):
    upgrade(url)
    return EligibilityStore(url, Digests(b"k" * 32))


@pytest.fixture
def deliver(store, tmp_path):
    """Import the given lines as a file."""

    def write_and_import(*lines, name="delivery.csv"):
        return import_delivery(store, write_csv(tmp_path / name, *lines), NOON)

    return write_and_import
