"""An outbox on SQLite and on a real PostgreSQL, in a database of these tests' own."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine

from bot.outbox import Outbox
from bot.outbox.database import open_outbox
from bot.outbox.tables import metadata
from tests.postgresql import new_database


@pytest.fixture(scope="session")
def postgresql_url():
    with new_database("outbox") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'outbox.db'}"
        return
    url = request.getfixturevalue("postgresql_url")
    yield url
    engine = create_engine(url)
    metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def outbox(url):
    engine = open_outbox(url)
    yield Outbox(engine)
    engine.dispose()
