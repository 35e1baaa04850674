"""How much one conversation may send."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable

MAX_CHARACTERS = 2_000
MAX_MESSAGES = 60
WINDOW_SECONDS = 60.0
MAX_CONVERSATIONS = 50_000


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
