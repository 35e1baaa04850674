"""RabbitMQ, where many servers publish: one consumer takes the events in and acknowledges them."""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import aio_pika
from aio_pika.abc import AbstractIncomingMessage, AbstractQueue

from insights.taking_in import BATCH, TakingIn

VARIABLE = "TAGHTIA_EVENT_BROKER_URL"
QUEUE = "taghtia_events"
PORT = 5672
WAIT_SECONDS = 1.0
RETRY_SECONDS = 5.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Address:
    """Where RabbitMQ is; the password is not in its representation."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)


def broker_address() -> Address:
    """`TAGHTIA_EVENT_BROKER_URL`, in parts.

    Raises:
        ValueError: it is no address; does not quote it.
    """
    try:
        parts = urlsplit(os.environ.get(VARIABLE, ""))
        host, port = parts.hostname, parts.port or PORT
    except ValueError:
        parts, host, port = urlsplit(""), None, 0
    if parts.scheme != "amqp" or not host or parts.path not in ("", "/"):
        raise ValueError(f"{VARIABLE} is no address: write amqp://USER:PASSWORD@HOST:5672")
    user, password = unquote(parts.username or "guest"), unquote(parts.password or "guest")
    return Address(host, port, user, password)


def exchange_name() -> str:
    """`TAGHTIA_EVENT_QUEUE`: the exchange, and the queue of it that is for others."""
    return os.environ.get("TAGHTIA_EVENT_QUEUE") or QUEUE


def queue_name() -> str:
    """The queue of the same events that the analytics store takes."""
    return f"{exchange_name()}_insights"


class QueueConsumer:
    """Takes the queue's events in until it is cancelled.

    RabbitMQ lets one such consumer in at a time (`exclusive`), so that events are taken in their
    order; the others of a cluster wait for its end. What was not acknowledged when it ended is
    delivered again, to the next one, and is taken in once.
    """

    def __init__(self, taking_in: TakingIn, address: Address, queue: str) -> None:
        self._taking_in = taking_in
        self._address = address
        self._queue = queue

    async def run(self) -> None:
        """For ever; connects again where the connection, or the database, was lost."""
        while True:
            try:
                await self._consume()
            except Exception as error:
                # Whatever it is, what was not acknowledged comes again.
                logger.error("events wait in the queue: %s", type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)

    async def _consume(self) -> None:
        address = self._address
        connection = await aio_pika.connect(
            host=address.host, port=address.port, login=address.user, password=address.password
        )
        async with connection:
            channel = await connection.channel()
            await channel.set_qos(prefetch_count=BATCH)
            queue = await channel.declare_queue(self._queue, durable=True)
            await self._take_from(queue)

    async def _take_from(self, queue: AbstractQueue) -> None:
        arrived: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
        tag = await queue.consume(arrived.put, exclusive=True)
        try:
            while not queue.channel.is_closed:
                batch = await _next(arrived)
                if batch:
                    await asyncio.to_thread(self._taking_in.take, [one.body for one in batch])
                    # All up to it, in one answer.
                    await batch[-1].ack(multiple=True)
        finally:
            if not queue.channel.is_closed:
                await queue.cancel(tag)


async def _next(arrived: asyncio.Queue[AbstractIncomingMessage]) -> list[AbstractIncomingMessage]:
    """What has arrived, at most 500; nothing where nothing comes for a second."""
    try:
        batch = [await asyncio.wait_for(arrived.get(), WAIT_SECONDS)]
    except asyncio.TimeoutError:
        return []
    while len(batch) < BATCH and not arrived.empty():
        batch.append(arrived.get_nowait())
    return batch
