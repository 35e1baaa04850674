"""An action whose server is killed meanwhile is asked for again; an error of its own is not."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot import steadfast_actions
from bot.commands.processes import free_port
from bot.steadfast_actions import ask_again


@pytest.fixture
def endpoint(httpserver, monkeypatch):
    monkeypatch.setattr(steadfast_actions, "PAUSES", (0.0, 0.0, 0.0))
    made = EndpointConfig(httpserver.url_for("/webhook"))
    ask_again(made)
    return made


def ask(endpoint):
    return asyncio.run(endpoint.request(json={"next_action": "action_lost"}))


def test_a_server_that_is_replaced_answers_the_next_call(endpoint, httpserver):
    httpserver.expect_ordered_request("/webhook").respond_with_data("", status=502)
    httpserver.expect_ordered_request("/webhook").respond_with_data("", status=503)
    httpserver.expect_ordered_request("/webhook").respond_with_json({"events": []})
    assert ask(endpoint) == {"events": []}


def test_an_action_that_failed_is_not_asked_for_again(endpoint, httpserver):
    httpserver.expect_ordered_request("/webhook").respond_with_data("{}", status=500)
    with pytest.raises(ClientResponseError):
        ask(endpoint)
    assert len(httpserver.log) == 1


def test_where_nobody_answers_it_ends(monkeypatch):
    monkeypatch.setattr(steadfast_actions, "PAUSES", (0.0, 0.0, 0.0))
    nobody = EndpointConfig(f"http://127.0.0.1:{free_port()}/webhook")
    ask_again(nobody)
    with pytest.raises(aiohttp.ClientConnectionError):
        ask(nobody)
