"""RabbitMQ's events are taken in once: after a restart of the consumer, and delivered again."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import suppress

import aio_pika
import pytest
from sqlalchemy.exc import SQLAlchemyError

from bot.endpoints import endpoints_from_environment
from insights import queue as module
from insights.queue import QueueConsumer, broker_address, queue_name
from tests.insights.conftest import counts, moment, said
from tests.leaks.evidence import BROKER, broker_answers


@pytest.fixture(autouse=True)
def rasas_own_settings(monkeypatch):
    for name in ("ACTION", "TRACKER"):
        monkeypatch.setenv(f"TAGHTIA_{name}_URL", "http://127.0.0.1:1")


@pytest.fixture
def broker(monkeypatch):
    if not broker_answers():
        pytest.skip("no RabbitMQ at 127.0.0.1:5672 for guest")
    monkeypatch.setenv("TAGHTIA_EVENT_BROKER_URL", "amqp://guest:guest@127.0.0.1:5672")
    monkeypatch.setenv("TAGHTIA_EVENT_QUEUE", f"taghtia_test_{uuid.uuid4().hex[:8]}")
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.05)
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.05)


async def publish(channel, *bodies):
    await channel.declare_queue(queue_name(), durable=True)
    for body in bodies:
        await channel.default_exchange.publish(aio_pika.Message(body), queue_name())


async def until(reached):
    while not reached():
        await asyncio.sleep(0.02)


def with_channel(scenario):
    async def run():
        connection = await aio_pika.connect(BROKER)
        async with connection, connection.channel() as channel:
            try:
                await asyncio.wait_for(scenario(channel), 30)
            finally:
                await channel.queue_delete(queue_name())

    asyncio.run(run())


def consumer(store):
    return QueueConsumer(store.taking_in, broker_address(), queue_name())


async def stop(task):
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def test_what_a_killed_consumer_had_not_acknowledged_is_taken_in_once(
    broker, sqlite_store, monkeypatch
):
    events = [said("me", moment(n / 60)) for n in range(40)]
    taking_in, kept = sqlite_store.taking_in, asyncio.Event()

    async def scenario(channel):
        take = taking_in.take

        def take_and_die(bodies):
            take(bodies)
            loop.call_soon_threadsafe(kept.set)
            # Dies before it acknowledges.
            raise SQLAlchemyError

        loop = asyncio.get_running_loop()
        await publish(channel, *events[:30])
        with monkeypatch.context() as dying:
            dying.setattr(type(taking_in), "take", lambda self, bodies: take_and_die(bodies))
            first = asyncio.create_task(consumer(sqlite_store).run())
            await kept.wait()
            await stop(first)
        await publish(channel, *events[30:])
        second = asyncio.create_task(consumer(sqlite_store).run())
        await until(lambda: counts(sqlite_store)[1] == 40)
        await until_empty(channel)
        await stop(second)

    with_channel(scenario)
    assert counts(sqlite_store) == (1, 40, 0)


async def until_empty(channel):
    while True:
        state = await channel.declare_queue(queue_name(), durable=True, passive=True)
        if state.declaration_result.message_count == 0:
            return
        await asyncio.sleep(0.02)


def test_of_two_consumers_one_waits_for_the_end_of_the_other(broker, sqlite_store):
    async def scenario(channel):
        await publish(channel)
        first = asyncio.create_task(consumer(sqlite_store).run())
        second = asyncio.create_task(consumer(sqlite_store).run())
        for n in range(5):
            await publish(channel, said("me", moment(n)))
        await until(lambda: counts(sqlite_store)[1] == 5)
        await stop(first)
        await publish(channel, said("me", moment(6)))
        await until(lambda: counts(sqlite_store)[1] == 6)
        await stop(second)

    with_channel(scenario)


def test_rasa_publishes_to_a_queue_for_others_and_to_ours(broker, monkeypatch):
    queues = endpoints_from_environment().event_broker.kwargs["queues"]
    assert len(queues) == 2 and queue_name() in queues
    # What nobody takes would only grow.
    monkeypatch.setenv("TAGHTIA_INSIGHTS", "off")
    assert queue_name() not in endpoints_from_environment().event_broker.kwargs["queues"]


def test_without_rabbitmq_events_go_to_the_spool_and_to_nowhere_when_off(monkeypatch):
    monkeypatch.delenv("TAGHTIA_EVENT_BROKER_URL", raising=False)
    assert endpoints_from_environment().event_broker.type.endswith("SpoolEventBroker")
    monkeypatch.setenv("TAGHTIA_INSIGHTS", "off")
    assert endpoints_from_environment().event_broker is None
