"""Rasa's endpoints: where events go, and what several servers share where it is set."""

from __future__ import annotations

import os
from pathlib import Path

from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import EndpointConfig

from bot.action_endpoint import ActionEndpoint
from bot.outbox.announcing import redis_url
from insights.queue import VARIABLE, broker_address, exchange_name, queue_name
from insights.settings import is_on

SPOOL = "bot.events.spooling.SpoolEventBroker"
_FILE = Path(__file__).resolve().parents[1] / "endpoints.yml"


def endpoints_from_environment() -> AvailableEndpoints:
    """What `endpoints.yml` says; every event of a conversation to RabbitMQ or to the spool, and
    conversations locked in Redis, if there is one.

    Raises:
        ValueError: a setting holds no address; does not quote it.
    """
    endpoints = AvailableEndpoints.read_endpoints(str(_FILE))
    endpoints.action = ActionEndpoint.of(endpoints.action)
    if os.environ.get(VARIABLE):
        endpoints.event_broker = event_broker()
    elif is_on():
        endpoints.event_broker = EndpointConfig(type=SPOOL)
    redis = redis_url()
    if redis:
        endpoints.lock_store = EndpointConfig(redis, type="bot.locks.SharedLockStore")
    return endpoints


def event_broker() -> EndpointConfig:
    """Rasa's RabbitMQ broker, made patient: an exchange, a queue for others and one of our own.

    The parts of the address are handed over one by one: Rasa writes a whole one into its log, with
    the password.
    """
    address = broker_address()
    # What nobody takes would only grow.
    queues = [exchange_name(), *([queue_name()] if is_on() else [])]
    return EndpointConfig(
        address.host,
        type="bot.event_broker.PatientEventBroker",
        port=address.port,
        username=address.user,
        password=address.password,
        queues=queues,
        exchange_name=exchange_name(),
    )
