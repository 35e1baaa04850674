"""Calls to the action server, against Rasa's own way of making them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from sanic import Sanic, response

from actions.domain import DOMAIN, own_domain
from bot.action_endpoint import RECENT_EVENTS, ActionEndpoint, spare_calls
from tests.serving import serving

RASAS_FORMAT = RemoteAction._action_call_format
RASAS_CHECK = RemoteAction._validate_action_result


@pytest.fixture(autouse=True)
def rasas_own(monkeypatch):
    """Rasa's methods are put back after each test."""
    monkeypatch.setattr(RemoteAction, "_action_call_format", RASAS_FORMAT)
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RASAS_CHECK)
    spare_calls()


@pytest.fixture
def heard() -> list[tuple]:
    return []


@pytest.fixture
def address(heard) -> Iterator[str]:
    app = Sanic("actions_stand_in", configure_logging=False)

    @app.post("/webhook")
    async def webhook(request):
        heard.append((request.conn_info.client_port, request.json))
        if request.json.get("fail"):
            return response.json({"action_name": "x", "error": "refused"}, status=400)
        return response.json({"events": [], "responses": []})

    with serving(app) as url:
        yield f"{url}/webhook"


def tracker_of(turns):
    tracker = DialogueStateTracker.from_events("me", [], [])
    for number in range(turns):
        tracker.update(UserUttered(str(number), {"name": "greet"}))
        tracker.update(ActionExecuted("action_listen"))
    return tracker


def action():
    return RemoteAction("action_x", EndpointConfig("http://x", enable_selective_domain=True))


def test_calls_use_one_connection_and_bring_what_rasas_bring(address, heard):
    async def call():
        endpoint = ActionEndpoint.of(EndpointConfig(address, headers={"X-One": "1"}))
        answers = [await endpoint.request(json={"n": n}, timeout=5) for n in range(5)]
        await endpoint.close()
        return answers

    answers = asyncio.run(call())
    assert answers == [asyncio.run(EndpointConfig(address).request(json={}))] * 5
    ports, bodies = zip(*heard[:5], strict=True)
    assert len(set(ports)) == 1 and [body["n"] for body in bodies] == [*range(5)]


def test_an_error_is_rasas_error(address):
    async def call(endpoint):
        with pytest.raises(ClientResponseError) as raised:
            await endpoint.request(json={"fail": True})
        return raised.value.status, json.loads(raised.value.text)

    kept = asyncio.run(call(ActionEndpoint.of(EndpointConfig(address))))
    assert kept == asyncio.run(call(EndpointConfig(address)))


def test_many_calls_at_once_do_not_wait_for_each_other(address, heard):
    async def call():
        endpoint = ActionEndpoint.of(EndpointConfig(address))
        await asyncio.gather(*(endpoint.request(json={"n": n}) for n in range(200)))
        await endpoint.close()

    asyncio.run(call())
    assert sorted(body["n"] for _, body in heard) == [*range(200)]


@pytest.mark.parametrize(
    "result",
    [
        {"events": [], "responses": []},
        {"events": [{"event": "slot", "name": "a", "value": 1, "timestamp": None}]},
        {"events": [{"event": "no such event"}], "responses": []},
        {"responses": ["text"]},
        {"events": {}},
        [],
        None,
    ],
)
def test_what_rasa_refuses_is_refused_and_nothing_else(result):
    def accepts(check):
        try:
            return check(action(), result)
        except ValidationError:
            return False

    assert accepts(RemoteAction._validate_action_result) == accepts(RASAS_CHECK)


def test_a_short_conversation_is_sent_as_by_rasa():
    call = RemoteAction._action_call_format
    tracker, domain = tracker_of(20), Domain.empty()
    tracker.update(SlotSet("town", "fes"))
    assert call(action(), tracker, domain) == RASAS_FORMAT(action(), tracker, domain)


def test_of_a_long_one_the_last_events_are_sent_and_all_else():
    tracker, domain = tracker_of(RECENT_EVENTS), Domain.empty()
    ours = RemoteAction._action_call_format(action(), tracker, domain)["tracker"]
    rasas = RASAS_FORMAT(action(), tracker, domain)["tracker"]
    assert ours.pop("events") == rasas.pop("events")[-RECENT_EVENTS:]
    assert ours == rasas and len(tracker.events) > RECENT_EVENTS


def test_the_domain_that_actions_read_is_the_one_that_rasa_would_send():
    sent = Domain.load(str(DOMAIN)).as_dict()
    ours = own_domain()
    assert ours["responses"] == sent["responses"]
    assert ours["forms"] == sent["forms"]
    assert {name: slot["mappings"] for name, slot in ours["slots"].items()} == {
        name: slot["mappings"] for name, slot in sent["slots"].items() if name in ours["slots"]
    }
