"""Conversations locked across servers: Redis's own lock, and within one server a queue.

Rasa's Redis lock store reads, changes and writes its ticket in three steps, in which two servers
can get the same one, and looks once a second whether it is its turn.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from rasa.utils.endpoints import EndpointConfig
from redis.asyncio import Redis
from redis.exceptions import LockError as RedisLockError
from redis.exceptions import LockNotOwnedError, RedisError

PREFIX = "taghtia:turn:"
LOOK_SECONDS = 0.03
# Renewed while the turn goes on: the conversation of a server that died is free again so soon.
LEASE_SECONDS = 6.0
# Redis away: the server's own queue is what is left, and nobody waits.
TIMEOUT_SECONDS = 1.0

logger = logging.getLogger(__name__)


class SharedLockStore(LockStore):
    """Named in Rasa's endpoints, with the address of Redis as `url`."""

    def __init__(self, endpoint_config: EndpointConfig) -> None:
        self._redis: Any = Redis.from_url(
            endpoint_config.url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
        )
        # How many hold or wait for each conversation's lock here.
        self._here: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = LOOK_SECONDS,
    ) -> AsyncIterator[None]:
        """Hold the conversation; others wait, in this server in their order.

        Raises:
            LockError: another server held it for longer than `lock_lifetime` seconds.
        """
        async with self._held_here(conversation_id):
            held = await self._take(conversation_id, lock_lifetime)
            renewing = asyncio.create_task(_renew(held))
            try:
                yield
            finally:
                renewing.cancel()
                await _release(held)

    @asynccontextmanager
    async def _held_here(self, conversation: str) -> AsyncIterator[None]:
        lock, users = self._here.get(conversation, (asyncio.Lock(), 0))
        self._here[conversation] = lock, users + 1
        try:
            async with lock:
                yield
        finally:
            _, users = self._here[conversation]
            if users == 1:
                del self._here[conversation]
            else:
                self._here[conversation] = lock, users - 1

    async def _take(self, conversation: str, lifetime: float) -> Any:
        lock = self._redis.lock(
            f"{PREFIX}{conversation}",
            timeout=LEASE_SECONDS,
            sleep=LOOK_SECONDS,
            blocking_timeout=lifetime,
        )
        try:
            if await lock.acquire():
                return lock
        except RedisError as error:
            logger.warning("Redis locks nothing: %s", type(error).__name__)
            return None
        raise LockError(f"a conversation was held by another server for {lifetime} s")


async def _renew(lock: Any) -> None:
    while lock is not None:
        await asyncio.sleep(LEASE_SECONDS / 3)
        try:
            await lock.reacquire()
        except RedisLockError:
            # Given back meanwhile, or forgotten by Redis: its release says so.
            return
        except RedisError as error:
            logger.warning("a lock was not renewed: %s", type(error).__name__)


async def _release(lock: Any) -> None:
    if lock is None:
        return
    try:
        await lock.release()
    except LockNotOwnedError:
        # The turn took longer than the lock lives, or Redis forgot it.
        logger.warning("a turn outlived its lock")
    except (RedisLockError, RedisError) as error:
        logger.warning("a lock was left to run out: %s", type(error).__name__)
