"""Takes events into the store, again and again, beside whatever else a process does."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from insights.queue import VARIABLE, QueueConsumer, broker_address, queue_name
from insights.settings import is_on
from insights.spool import Spool, lines_of
from insights.store import InsightsStore

SECONDS = 2.0
PURGE_SECONDS = 3_600.0

logger = logging.getLogger(__name__)


def drain(spool: Spool, store: InsightsStore) -> int:
    """Take all that waits in the spool into the store; returns how many rows are new.

    Raises:
        SQLAlchemyError, OSError: what is left waits for the next time.
    """
    new = 0
    with spool.held():
        for file in spool.take():
            new += store.taking_in.take(lines_of(file)).new
            spool.done(file)
    return new


class Consuming:
    """A thread with a loop of its own: the queue, where there is one, and the spool and the purge.

    Whatever fails is tried again; it never ends by itself.
    """

    def __init__(self, spool: Spool, store: InsightsStore, seconds: float = SECONDS) -> None:
        self._spool = spool
        self._store = store
        self._seconds = seconds
        self._next_purge = 0.0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="insights", daemon=True)

    @classmethod
    def from_environment(cls) -> Consuming:
        """Of the environment's spool, queue and store."""
        return cls(Spool.from_environment(), InsightsStore.from_environment())

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, after what waits in the spool has been taken in."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self.go_round()

    def go_round(self) -> None:
        """Take in what waits in the spool, and purge the store if an hour is over."""
        try:
            drain(self._spool, self._store)
            if time.monotonic() >= self._next_purge:
                self._next_purge = time.monotonic() + PURGE_SECONDS
                self._store.purge()
        except Exception as error:
            # Whatever it is, the next round tries again. Its own text may quote what was said.
            logger.error("events wait to be taken in: %s", type(error).__name__)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        tasks = [self._loop.create_task(self._rounds())]
        if os.environ.get(VARIABLE):
            queue = QueueConsumer(self._store.taking_in, broker_address(), queue_name())
            tasks.append(self._loop.create_task(queue.run()))
        self._loop.run_forever()
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _rounds(self) -> None:
        while True:
            await asyncio.to_thread(self.go_round)
            await asyncio.sleep(self._seconds)


@contextmanager
def events_taken_in() -> Iterator[None]:
    """Take events in meanwhile, where the figures are on; all that waits at the end, too."""
    if not is_on():
        yield
        return
    consuming = Consuming.from_environment()
    consuming.start()
    try:
        yield
    finally:
        consuming.stop()
