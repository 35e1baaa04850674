"""Open connections that wait for something to be said."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from bot.channels.web.refusals import RETRY_SECONDS, Refused

PER_CONVERSATION = 5


class Stream:
    """One connection: woken when its conversation changes, or when it must end."""

    def __init__(self, conversation: str) -> None:
        self.conversation = conversation
        # Too many were opened after this one.
        self.replaced = False
        self.ended = False
        self._changed = asyncio.Event()

    def wake(self) -> None:
        """Something may have changed."""
        self._changed.set()

    def replace(self) -> None:
        """End the stream, because newer ones take its place."""
        self.replaced = True
        self.end()

    def end(self) -> None:
        """End the stream."""
        self.ended = True
        self.wake()

    def look(self) -> None:
        """Say that what there is now is about to be read."""
        if not self.ended:
            self._changed.clear()

    async def wait(self, seconds: float) -> bool:
        """Whether it was woken within `seconds`."""
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except asyncio.TimeoutError:
            return False
        return True


class Streams:
    """All streams of this process, at most `limit`; used in its event loop only."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._open: defaultdict[str, list[Stream]] = defaultdict(list)
        self._count = 0
        self._closed = False

    @contextmanager
    def open(self, conversation: str) -> Iterator[Stream]:
        """A stream of the conversation; a sixth one ends the oldest.

        Raises:
            Refused: the server holds as many as it may.
        """
        if self._count >= self._limit or self._closed:
            raise Refused(429, "too_many", RETRY_SECONDS)
        stream = Stream(conversation)
        mine = self._open[conversation]
        mine.append(stream)
        self._count += 1
        for older in mine[:-PER_CONVERSATION]:
            older.replace()
        try:
            yield stream
        finally:
            self._count -= 1
            mine.remove(stream)
            if not mine:
                del self._open[conversation]

    def wake(self, conversation: str) -> None:
        """Wake the streams of one conversation."""
        for stream in self._open.get(conversation, ()):
            stream.wake()

    def conversations(self) -> list[str]:
        """The conversations that somebody waits for."""
        return list(self._open)

    def close(self) -> None:
        """End all streams and open no more: the server stops."""
        self._closed = True
        for streams in self._open.values():
            for stream in streams:
                stream.end()
