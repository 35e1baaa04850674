"""Many web-hook calls, one transaction: each is acknowledged once it is committed, and none waits
for a disk of its own. Acknowledging comes before answering: platforms have no patience.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from bot.channels.messaging.delivery import Batch

# One transaction takes that many calls at most: about 20 ms.
CALLS_AT_ONCE = 100
# So long at most is answering put off.
PATIENCE_SECONDS = 1.0

Take = Callable[[Sequence[Batch]], list[str]]


class Intake:
    """Used in the server's event loop.

    Args:
        take: commits calls, all or nothing, in a thread of its own; returns the conversations that
            something was said in.
    """

    def __init__(self, take: Take) -> None:
        self._take = take
        # Not the pool in which answers are worked on: there it would have to queue.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="intake")
        self._waiting: list[tuple[Batch, asyncio.Future[None]]] = []
        self._idle = asyncio.Event()
        self._idle.set()
        self._task: asyncio.Task[None] | None = None
        self._said: list[Callable[[str], object]] = []

    def subscribe(self, said: Callable[[str], object]) -> None:
        """Tell a listener every conversation in which something was said."""
        self._said.append(said)

    async def commit(self, batch: Batch) -> None:
        """Return once the call's content cannot be lost any more.

        Raises:
            SQLAlchemyError: it was not kept.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((batch, done))
        self._idle.clear()
        if self._task is None:
            self._task = asyncio.create_task(self._commit_all())
        await done

    async def quiet(self) -> None:
        """Return once no call waits, or soon after."""
        if self._idle.is_set():
            return
        try:
            await asyncio.wait_for(self._idle.wait(), PATIENCE_SECONDS)
        except asyncio.TimeoutError:
            return

    async def _commit_all(self) -> None:
        while self._waiting:
            calls = self._waiting[:CALLS_AT_ONCE]
            del self._waiting[: len(calls)]
            await self._commit_some(calls)
        self._task = None
        self._idle.set()

    async def _commit_some(self, calls: Sequence[tuple[Batch, asyncio.Future[None]]]) -> None:
        loop, error = asyncio.get_running_loop(), None
        conversations: list[str] = []
        try:
            batches = [batch for batch, _ in calls]
            conversations = await loop.run_in_executor(self._thread, self._take, batches)
        except Exception as failure:
            error = failure
        for _, done in calls:
            # Whoever called may have gone away.
            if done.cancelled():
                continue
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)
        for conversation in conversations:
            for said in self._said:
                said(conversation)
