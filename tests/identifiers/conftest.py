"""The vault's stores: SQLite, PostgreSQL and Redis, all real, each test in a place of its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from redis import Redis
from sqlalchemy import create_engine, text

from tests.postgresql import new_database

# Properties are about results: a busy machine must not fail them by the clock.
settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
def vault_url(request, tmp_path) -> str:
    """The address of an empty store of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'deep' / 'vault.db'}"
    if request.param == "redis":
        server: RedisServer = request.getfixturevalue("redis_server")
        server.client.flushall()
        return server.url
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def postgresql_url(postgresql_database) -> str:
    """The tests' own database, emptied: making one takes seconds."""
    engine = create_engine(postgresql_database, future=True)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS held_identifiers"))
    engine.dispose()
    return postgresql_database


@pytest.fixture(scope="session")
def postgresql_database() -> Iterator[str]:
    with new_database("vault") as url:
        yield url


class RedisServer:
    """A Redis of the tests' own, which they may empty and stop."""

    def __init__(self, directory: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._directory = directory
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self.client = Redis.from_url(self.url, decode_responses=True)
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", str(self._port), "--save", "", "--bind", "127.0.0.1"]
        self._process = subprocess.Popen(
            command, cwd=self._directory, stdout=subprocess.PIPE, text=True
        )
        ready = any("Ready to accept connections" in line for line in self._process.stdout)
        assert ready, "redis-server ended at once"

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory) -> Iterator[RedisServer]:
    if not shutil.which("redis-server"):
        pytest.skip("no redis-server installed")
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()
