"""RabbitMQ away: no turn waits, events go out later in their order, too many are dropped."""

from __future__ import annotations

import asyncio
import os
import time
import uuid
from unittest.mock import patch

import pytest
from prometheus_client import REGISTRY
from rasa.core.brokers.broker import EventBroker

from bot import event_broker
from bot.commands.processes import free_port
from bot.endpoints import event_broker as endpoint
from tests.faults.services import Line
from tests.leaks.evidence import broker_answers, events


@pytest.fixture
def line(monkeypatch):
    """A line to RabbitMQ that nobody has joined yet."""
    if not broker_answers():
        pytest.skip("no RabbitMQ at 127.0.0.1:5672 for guest")
    monkeypatch.setattr(event_broker, "AGAIN_SECONDS", 0.1)
    return Line(5672)


@pytest.fixture
def queue():
    return f"taghtia_broker_{uuid.uuid4().hex[:12]}"


async def broker_at(port, queue, **more):
    settings = {
        "TAGHTIA_EVENT_BROKER_URL": f"amqp://guest:guest@127.0.0.1:{port}",
        "TAGHTIA_EVENT_QUEUE": queue,
    }
    with patch.dict(os.environ, settings):
        config = endpoint()
    config.kwargs.update(retry_delay_in_seconds=0.0, **more)
    return await EventBroker.create(config, asyncio.get_running_loop())


async def until(condition, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


def test_a_server_starts_without_rabbitmq_and_sends_everything_later_in_order(line, queue):
    async def talk():
        broker = await broker_at(line.port, queue)
        began = time.monotonic()
        for number in range(200):
            broker.publish({"event": "user", "number": number})
        assert time.monotonic() - began < 1.0
        line.join()
        await until(lambda: not broker._waiting)
        await broker.close()

    asyncio.run(talk())
    assert [int(one.split(b'"number": ')[1].rstrip(b"}")) for one in events(queue)] == list(
        range(200)
    )


def test_a_line_that_is_cut_in_the_middle_loses_nothing(line, queue):
    async def talk():
        line.join()
        broker = await broker_at(line.port, queue)
        for number in range(300):
            broker.publish({"event": "user", "number": number})
            if number == 100:
                await asyncio.sleep(0.2)
                line.cut()
            if number == 200:
                line.join()
            await asyncio.sleep(0)
        await until(lambda: not broker._waiting, 60)
        await broker.close()

    asyncio.run(talk())
    # What RabbitMQ had taken and could not confirm comes twice: never less than once.
    assert len(set(events(queue))) == 300


def test_what_is_too_much_is_dropped_the_oldest_first_and_counted():
    async def talk():
        broker = await broker_at(free_port(), "nobody", most_waiting=10)
        for number in range(25):
            broker.publish({"number": number})
        kept = [event["number"] for event, _ in broker._waiting]
        await broker.close()
        return kept, broker.dropped

    before = REGISTRY.get_sample_value("taghtia_events_dropped_total")
    assert asyncio.run(talk()) == (list(range(15, 25)), 15)
    assert REGISTRY.get_sample_value("taghtia_events_dropped_total") == before + 15
