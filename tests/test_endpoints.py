"""Rasa's endpoints as the environment sets them."""

from __future__ import annotations

import pytest
from rasa.core.brokers.pika import PikaEventBroker

from bot.endpoints import VARIABLE, endpoints_from_environment, event_broker


@pytest.fixture(autouse=True)
def variables(monkeypatch):
    monkeypatch.setenv("TAGHTIA_ACTION_URL", "http://127.0.0.1:5055/webhook")
    monkeypatch.setenv("TAGHTIA_TRACKER_URL", "postgresql://me:secret@db/tracker")
    monkeypatch.delenv(VARIABLE, raising=False)


def test_without_the_setting_there_is_no_event_broker():
    endpoints = endpoints_from_environment()
    assert endpoints.event_broker is None
    assert endpoints.tracker_store.url == "postgresql://me:secret@db/tracker"


def test_rasas_own_broker_takes_what_the_address_says(monkeypatch):
    monkeypatch.setenv(VARIABLE, "amqp://me:p%40ss@mq:5673/")
    monkeypatch.setenv("TAGHTIA_EVENT_QUEUE", "q")
    config = endpoints_from_environment().event_broker
    broker = PikaEventBroker(config.url, **config.kwargs)
    assert (broker.host, broker.port, broker.username, broker.password) == (
        "mq",
        5673,
        "me",
        "p@ss",
    )
    assert (broker.queues, broker.exchange_name) == (["q"], "q")


@pytest.mark.parametrize(
    "given",
    ["mq:5672", "http://me:secret@mq", "amqp://", "amqp://me:secret@mq:port", "amqp://mq/vhost"],
)
def test_what_is_no_address_is_named_by_its_variable_and_not_quoted(given):
    with pytest.raises(ValueError, match=f"{VARIABLE} is no address") as refused:
        event_broker(given, "q")
    assert "secret" not in str(refused.value)
