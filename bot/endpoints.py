"""Rasa's endpoints: `endpoints.yml`, and what several servers share where it is set."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import EndpointConfig

from bot.action_endpoint import ActionEndpoint
from bot.outbox.announcing import redis_url

VARIABLE = "TAGHTIA_EVENT_BROKER_URL"
QUEUE = "taghtia_events"
_FILE = Path(__file__).resolve().parents[1] / "endpoints.yml"


def endpoints_from_environment() -> AvailableEndpoints:
    """What `endpoints.yml` says; every event of a conversation also to the broker, if there is one,
    and conversations locked in Redis, if there is one.

    Raises:
        ValueError: a setting holds no address; does not quote it.
    """
    endpoints = AvailableEndpoints.read_endpoints(str(_FILE))
    endpoints.action = ActionEndpoint.of(endpoints.action)
    given = os.environ.get(VARIABLE)
    if given:
        endpoints.event_broker = event_broker(given, os.environ.get("TAGHTIA_EVENT_QUEUE", QUEUE))
    redis = redis_url()
    if redis:
        endpoints.lock_store = EndpointConfig(redis, type="bot.locks.SharedLockStore")
    return endpoints


def event_broker(url: str, queue: str) -> EndpointConfig:
    """Rasa's RabbitMQ broker, made patient: a durable queue, fed by an exchange of its name.

    The parts of the address are handed over one by one: Rasa writes a whole one into its log, with
    the password.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 5672
    except ValueError:
        parts, host, port = urlsplit(""), None, 0
    if parts.scheme != "amqp" or not host or parts.path not in ("", "/"):
        raise ValueError(f"{VARIABLE} is no address: write amqp://USER:PASSWORD@HOST:5672")
    return EndpointConfig(
        host,
        type="bot.event_broker.PatientEventBroker",
        port=port,
        username=unquote(parts.username or "guest"),
        password=unquote(parts.password or "guest"),
        queues=[queue],
        exchange_name=queue,
    )
