"""Rasa's RabbitMQ broker that never holds a turn or a start up, nor fills the memory.

Events wait in the order in which they happened, at most so many, and go out one after the other,
each confirmed by RabbitMQ. What is beyond is dropped, oldest first, and counted.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import AbstractEventLoop
from collections import deque
from typing import Any

from rasa.core.brokers.pika import PikaEventBroker
from rasa.utils.endpoints import EndpointConfig

from telemetry.metrics import EVENTS_DROPPED, EVENTS_WAITING

# Some 2 KB each: about an hour of a busy server, in 100 MB.
MOST_WAITING = 50_000
CONFIRM_SECONDS = 5.0
AGAIN_SECONDS = 2.0
STOP_SECONDS = 3.0

logger = logging.getLogger(__name__)


class PatientEventBroker(PikaEventBroker):
    """Named in Rasa's endpoints; takes what Rasa's own broker takes."""

    def __init__(self, *given: Any, most_waiting: int = MOST_WAITING, **named: Any) -> None:
        super().__init__(*given, connection_attempts=1, **named)
        self._most_waiting = most_waiting
        self._waiting: deque[tuple[dict[str, Any], dict[str, str] | None]] = deque()
        self._something = asyncio.Event()
        self._sending: asyncio.Task[None] | None = None
        self.dropped = 0

    @classmethod
    async def from_endpoint_config(
        cls,
        broker_config: EndpointConfig | None,
        event_loop: AbstractEventLoop | None = None,
    ) -> PatientEventBroker | None:
        """The broker, at once; it connects in the background."""
        if broker_config is None:
            return None
        broker = cls(broker_config.url, **broker_config.kwargs, event_loop=event_loop)
        broker._sending = asyncio.get_running_loop().create_task(broker._send())
        return broker

    def publish(self, event: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        """Let an event wait its turn."""
        if len(self._waiting) >= self._most_waiting:
            self._waiting.popleft()
            self.dropped += 1
            EVENTS_DROPPED.inc()
        self._waiting.append((event, headers))
        EVENTS_WAITING.set(len(self._waiting))
        self._something.set()

    async def close(self) -> None:
        """Send what waits, for a moment, and leave."""
        deadline = asyncio.get_running_loop().time() + STOP_SECONDS
        while self._waiting and self.is_ready() and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.05)
        if self._sending is not None:
            self._sending.cancel()
        if self._waiting:
            logger.error("%d events were not sent to RabbitMQ", len(self._waiting))
        await super().close()

    async def _send(self) -> None:
        while True:
            try:
                if self._exchange is None:
                    await self.connect()
                await self._something.wait()
                await self._send_first()
            except asyncio.CancelledError:
                raise
            except Exception as error:
                # Its text may hold the address; the events may hold what was said.
                logger.warning("RabbitMQ is away: %s", type(error).__name__)
                await asyncio.sleep(AGAIN_SECONDS)

    async def _send_first(self) -> None:
        """The oldest event leaves the queue when RabbitMQ has confirmed it."""
        event, headers = first = self._waiting[0]
        assert self._exchange is not None
        publishing = self._exchange.publish(self._message(event, headers), "")
        await asyncio.wait_for(publishing, CONFIRM_SECONDS)
        # Meanwhile it may have been the one to drop.
        if self._waiting and self._waiting[0] is first:
            self._waiting.popleft()
        EVENTS_WAITING.set(len(self._waiting))
        if not self._waiting:
            self._something.clear()
