"""A store on SQLite and on a real PostgreSQL, each in a database of its own."""

from __future__ import annotations

import pytest
from hypothesis import settings

from eligibility import EligibilityStore
from eligibility.engine import engine_for
from eligibility.importing import import_delivery
from eligibility.migrations import upgrade
from eligibility.person import Digests
from tests.delivery_files import NOON, write_csv
from tests.postgresql import new_database

# Properties are about results: a busy machine must not fail them by the clock.
settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    with new_database("eligibility") as url:
        yield url
        engine_for(url).dispose()


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
