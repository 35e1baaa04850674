"""Stages are timed on the running agent; the correlation id goes on to the action server."""

from __future__ import annotations

import asyncio
import uuid
from types import SimpleNamespace

import pytest
import requests
from prometheus_client import REGISTRY
from rasa.utils.endpoints import EndpointConfig

import actions.server
from bot.timing import time_stages
from telemetry.correlation import HEADER, correlated, current
from tests.serving import serving

ID = "ab" * 16


def count(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def parse(text):
    return {"intent": {"name": "greet"}, "text": text}


async def nothing(*_, **__):
    return None


@pytest.fixture
def agent(httpserver):
    endpoint = EndpointConfig(httpserver.url_for("/webhook"))
    processor = SimpleNamespace(
        parse_message=parse,
        predict_next_with_tracker_if_should=lambda tracker: tracker,
        nlg=SimpleNamespace(generate=nothing),
        action_endpoint=endpoint,
    )
    store = SimpleNamespace(retrieve=nothing, save=nothing)
    agent = SimpleNamespace(processor=processor, tracker_store=store)
    time_stages(agent)
    return agent


def test_what_was_understood_is_counted_and_timed(agent):
    before = count("taghtia_intents_total", intent="greet")
    timed = count("taghtia_stage_seconds_count", stage="understand")
    assert asyncio.run(agent.processor.parse_message("salam"))["text"] == "salam"
    assert count("taghtia_intents_total", intent="greet") == before + 1
    assert count("taghtia_stage_seconds_count", stage="understand") == timed + 1


def test_a_call_of_the_action_server_bears_the_id_of_its_message(agent, httpserver):
    httpserver.expect_request("/webhook", headers={HEADER: ID}).respond_with_json({"events": []})
    with correlated(ID):
        answer = asyncio.run(agent.processor.action_endpoint.request(json={}))
    assert answer == {"events": []}


def test_the_action_server_works_under_the_id_that_came_with_the_call(monkeypatch):
    seen = []

    async def run(self, action_call):
        seen.append((action_call["next_action"], current()))
        raise RuntimeError("AB123456")

    monkeypatch.setattr("rasa_sdk.executor.ActionExecutor.run", run)
    failures = count("taghtia_action_failures_total", action="action_lost")
    app = actions.server.application()
    app.name = f"actions_{uuid.uuid4().hex}"
    with serving(app) as address:
        call = {"next_action": "action_lost", "version": "3.6.2"}
        answer = requests.post(f"{address}/webhook", json=call, headers={HEADER: ID}, timeout=20)
    assert seen == [("action_lost", ID)]
    assert answer.status_code == 500 and "AB123456" not in answer.text
    assert count("taghtia_action_failures_total", action="action_lost") == failures + 1
