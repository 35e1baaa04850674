"""Rasa's endpoints: `endpoints.yml`, and where the events of conversations go."""

from __future__ import annotations

import os
from pathlib import Path

from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import EndpointConfig

from insights.queue import VARIABLE, broker_address, exchange_name, queue_name
from insights.settings import is_on

SPOOL = "bot.events.spooling.SpoolEventBroker"
_FILE = Path(__file__).resolve().parents[1] / "endpoints.yml"


def endpoints_from_environment() -> AvailableEndpoints:
    """What `endpoints.yml` says; every event of a conversation to RabbitMQ or to the spool.

    Raises:
        ValueError: the broker's setting holds no address; does not quote it.
    """
    endpoints = AvailableEndpoints.read_endpoints(str(_FILE))
    if os.environ.get(VARIABLE):
        endpoints.event_broker = event_broker()
    elif is_on():
        endpoints.event_broker = EndpointConfig(type=SPOOL)
    return endpoints


def event_broker() -> EndpointConfig:
    """Rasa's own RabbitMQ broker: an exchange, with a queue for others and one for our figures.

    The parts of the address are handed over one by one: Rasa writes a whole one into its log, with
    the password.
    """
    address = broker_address()
    # What nobody takes would only grow.
    queues = [exchange_name(), *([queue_name()] if is_on() else [])]
    return EndpointConfig(
        address.host,
        type="pika",
        port=address.port,
        username=address.user,
        password=address.password,
        queues=queues,
        exchange_name=exchange_name(),
    )
