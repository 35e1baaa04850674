"""Health: starting, ready, and degraded where a store that all servers share is away."""

from __future__ import annotations

import asyncio
import uuid
from types import SimpleNamespace

import pytest
import requests
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from sanic import Sanic

from bot.commands.processes import free_port
from bot.health import KEEP_SECONDS, Surroundings, add_health
from tests.serving import serving


@pytest.fixture
def server(monkeypatch):
    for name in ("TAGHTIA_ACTION_URL", "TAGHTIA_REDIS_URL", "TAGHTIA_VAULT_URL"):
        monkeypatch.delenv(name, raising=False)
    # Nothing listens there.
    monkeypatch.setenv("TAGHTIA_ACTION_URL", f"http://127.0.0.1:{free_port()}/webhook")
    app = Sanic(f"health_test_{uuid.uuid4().hex}", configure_logging=False)
    add_health(app)
    with serving(app) as address:
        yield app, address


def load_the_model(app):
    store = InMemoryTrackerStore(Domain.empty())
    app.ctx.agent = SimpleNamespace(is_ready=lambda: True, tracker_store=store)


@pytest.mark.parametrize("path", ["/health", "/health/ready"])
def test_it_is_not_ready_until_the_model_is_loaded_but_lives(server, path):
    app, address = server
    assert requests.get(address + path, timeout=20).status_code == 503
    assert requests.get(address + "/health/live", timeout=20).json() == {"status": "ok"}
    load_the_model(app)
    assert requests.get(address + path, timeout=20).status_code == 200


def test_an_action_server_that_is_away_is_told_and_does_not_take_the_server_out(server):
    app, address = server
    load_the_model(app)
    answer = requests.get(address + "/health/ready", timeout=20)
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "degraded",
        "checks": {"conversations": "ok", "actions": "away"},
    }


def test_however_often_it_is_asked_the_stores_are_asked_once_in_a_while():
    asked, clock = [], [0.0]

    async def answers():
        asked.append(1)
        return True

    async def look_often():
        surroundings = Surroundings({"redis": answers}, clock=lambda: clock[0])
        await asyncio.gather(*(surroundings.look() for _ in range(50)))
        first = len(asked)
        clock[0] += KEEP_SECONDS + 1
        await surroundings.look()
        return first, len(asked)

    assert asyncio.run(look_often()) == (1, 2)


def test_a_check_that_hangs_counts_as_away(monkeypatch):
    monkeypatch.setattr("bot.health.CHECK_SECONDS", 0.05)

    async def hangs():
        await asyncio.sleep(60)

    async def look():
        return await Surroundings({"redis": hangs}).look()

    assert asyncio.run(look()) == {"redis": "away"}
