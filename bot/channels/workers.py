"""One worker for each key that has something waiting: in order for a key, many keys at once."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable

from sqlalchemy.exc import SQLAlchemyError

SWEEP_SECONDS = 5.0

logger = logging.getLogger(__name__)


async def nothing_first() -> None:
    """Nothing is more urgent."""


class KeyedWorkers(ABC):
    """Works on a queue in a database, on which other servers may work, too.

    Args:
        at_once: how many keys are worked on at the same time.
        sweep_seconds: how often the database is looked through for what nobody works on.
        first: awaited before each piece of work: what is more urgent.
    """

    def __init__(
        self,
        at_once: int,
        sweep_seconds: float = SWEEP_SECONDS,
        first: Callable[[], Awaitable[None]] = nothing_first,
    ) -> None:
        self._wanted: set[str] = set()
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._sweep_seconds = sweep_seconds
        self._first = first
        self._places = asyncio.Semaphore(at_once)
        self._stopping = False

    @abstractmethod
    async def work_next(self, key: str) -> bool:
        """Do the key's next piece of work; whether there may be more."""

    @abstractmethod
    def waiting(self) -> list[str]:
        """Keys with work that waits and that no server is busy with; called in a thread."""

    def submit(self, key: str) -> None:
        """See to it that what waits for the key is done."""
        self._wanted.add(key)
        if key not in self._workers and not self._stopping:
            self._workers[key] = asyncio.create_task(self._work(key))

    async def sweep(self) -> None:
        """For ever: take over what a server that died, or this one before, left undone."""
        while True:
            try:
                for key in await asyncio.to_thread(self.waiting):
                    self.submit(key)
            except SQLAlchemyError as error:
                logger.error("waiting work was not looked for: %s", type(error).__name__)
            await asyncio.sleep(self._sweep_seconds)

    async def stop(self, seconds: float) -> None:
        """Let the work that has begun end; whatever is left, the next server takes over."""
        self._stopping = True
        workers = list(self._workers.values())
        if workers:
            _, late = await asyncio.wait(workers, timeout=seconds)
            for worker in late:
                worker.cancel()

    async def _work(self, key: str) -> None:
        try:
            while key in self._wanted:
                self._wanted.discard(key)
                while await self._work_in_place(key):
                    pass
        except Exception as error:
            # The lease runs out, and the sweep takes the work up again.
            logger.error("%s: work was not done: %s", type(self).__name__, type(error).__name__)
        finally:
            del self._workers[key]

    async def _work_in_place(self, key: str) -> bool:
        async with self._places:
            await self._first()
            return not self._stopping and await self.work_next(key)
