"""How much one conversation may send."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from redis.asyncio import Redis
from redis.exceptions import RedisError

MAX_CHARACTERS = 2_000
MAX_MESSAGES = 60
WINDOW_SECONDS = 60.0
MAX_CONVERSATIONS = 50_000
REDIS_SECONDS = 1.0

logger = logging.getLogger(__name__)


class RateLimit:
    """A sliding window of message times for each conversation, in memory and bounded."""

    def __init__(
        self,
        messages: int = MAX_MESSAGES,
        seconds: float = WINDOW_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._messages = messages
        self._seconds = seconds
        self._clock = clock
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, conversation: str) -> bool:
        """Count one message; False when the conversation has used up its window."""
        now = self._clock()
        times = self._times.setdefault(conversation, deque())
        self._times.move_to_end(conversation)
        while times and now - times[0] > self._seconds:
            times.popleft()
        if len(self._times) > MAX_CONVERSATIONS:
            self._times.popitem(last=False)
        if len(times) >= self._messages:
            return False
        times.append(now)
        return True

    async def admits(self, conversation: str) -> bool:
        """The same, for whoever counts in another place, too: see `SharedRateLimit`."""
        return self.allows(conversation)


class SharedRateLimit(RateLimit):
    """Counts what every server let in, in Redis; while that is away, what this one did.

    Args:
        url: of Redis.
    """

    def __init__(
        self, url: str, messages: int = MAX_MESSAGES, seconds: float = WINDOW_SECONDS
    ) -> None:
        super().__init__(messages, seconds)
        self._redis = Redis.from_url(
            url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
        )

    async def admits(self, conversation: str) -> bool:
        """Count one message; False when the conversation has used up its window on all servers."""
        if not self.allows(conversation):
            return False
        key = f"taghtia:rate:{conversation}:{int(time.time() // self._seconds)}"
        try:
            async with self._redis.pipeline(transaction=True) as pipe:
                count, _ = await pipe.incr(key).expire(key, int(2 * self._seconds)).execute()
        except RedisError as error:
            logger.warning("messages are counted here alone: %s", type(error).__name__)
            return True
        return int(count) <= self._messages
