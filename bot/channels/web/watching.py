"""Notices what other processes add to a conversation that somebody waits for here."""

from __future__ import annotations

import asyncio
import logging
import time

import redis.asyncio
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.web.streams import Streams
from bot.outbox import Outbox
from bot.outbox.announcing import CHANNEL
from bot.outbox.reading import Position

# Where nothing announces, the store is looked at this often: one query for all streams.
LOOK_SECONDS = 0.5
# Where Redis announces, this is for what it may have lost.
LOOK_SECONDS_WITH_REDIS = 15.0
RECONNECT_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Watching:
    """Wakes the streams of conversations that changed elsewhere."""

    def __init__(self, outbox: Outbox, streams: Streams, redis_url: str | None) -> None:
        self._outbox = outbox
        self._streams = streams
        self._redis_url = redis_url
        self._announced = False
        self._seen: dict[str, Position] = {}

    async def look(self) -> None:
        """For ever: compare the open conversations with the store."""
        looked = 0.0
        while True:
            if not self._announced or time.monotonic() - looked > LOOK_SECONDS_WITH_REDIS:
                looked = time.monotonic()
                await self._look_once()
            await asyncio.sleep(LOOK_SECONDS)

    async def listen(self) -> None:
        """For ever: take up what Redis announces, if it is configured."""
        while self._redis_url:
            try:
                await self._listen(self._redis_url)
            except (RedisError, OSError) as error:
                logger.warning("Redis announces nothing: %s", type(error).__name__)
            finally:
                self._announced = False
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _look_once(self) -> None:
        wanted = self._streams.conversations()
        try:
            found = await asyncio.to_thread(self._outbox.positions, wanted) if wanted else {}
        except SQLAlchemyError as error:
            logger.error("the outbox cannot be read: %s", type(error).__name__)
            return
        for conversation, position in found.items():
            if self._seen.get(conversation) != position:
                self._streams.wake(conversation)
        self._seen = found

    async def _listen(self, url: str) -> None:
        async with redis.asyncio.from_url(url) as client, client.pubsub() as subscription:
            await subscription.subscribe(CHANNEL)
            self._announced = True
            async for message in subscription.listen():
                if message["type"] == "message":
                    self._streams.wake(message["data"].decode())
