"""Pushes what agents say to the students' channels: in order, and until it has arrived."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from sqlalchemy.exc import SQLAlchemyError

from bot.handover.pushing import KnowsWhomItReaches, Pusher
from bot.handover.wording import answer_of
from bot.outbox.numbering import ConversationForgotten
from handover import HandoverStore, Line

SWEEP_SECONDS = 1.0
# A channel that hangs must not hold a conversation for ever; less than the lease of a delivery.
PUSH_SECONDS = 10.0

logger = logging.getLogger(__name__)


class Delivering:
    """A worker for each conversation that has something to be pushed.

    Args:
        pushers: by the name of the channel; asked anew each time, since channels start one by one.
    """

    def __init__(self, store: HandoverStore, pushers: Callable[[], Mapping[str, Pusher]]) -> None:
        self._store = store
        self._pushers = pushers
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._wanted: set[str] = set()

    def submit(self, conversation: str) -> None:
        """Push what waits in a conversation now."""
        self._wanted.add(conversation)
        if conversation not in self._workers:
            self._workers[conversation] = asyncio.create_task(self._work(conversation))

    async def sweep(self) -> None:
        """For ever: take up what other processes added, and what a server that died left."""
        while True:
            try:
                for conversation in await asyncio.to_thread(self._store.deliveries.pending):
                    self.submit(conversation)
            except SQLAlchemyError as error:
                logger.error("agents' messages were not looked for: %s", type(error).__name__)
            await asyncio.sleep(SWEEP_SECONDS)

    async def stop(self) -> None:
        """Let what has begun end; the rest is another server's."""
        if self._workers:
            await asyncio.wait(list(self._workers.values()), timeout=PUSH_SECONDS)

    async def _work(self, conversation: str) -> None:
        deliveries = self._store.deliveries
        try:
            while conversation in self._wanted:
                self._wanted.discard(conversation)
                while line := await asyncio.to_thread(deliveries.claim, conversation):
                    await self._deliver(line)
        except SQLAlchemyError as error:
            # The lease runs out, and the sweep takes it up again.
            logger.error("an agent's message was not pushed: %s", type(error).__name__)
        finally:
            del self._workers[conversation]

    async def _deliver(self, line: Line) -> None:
        deliveries = self._store.deliveries
        channel = await asyncio.to_thread(deliveries.channel_of, line)
        agent = await asyncio.to_thread(deliveries.agent_of, line)
        try:
            reached = await asyncio.wait_for(self._push(channel, line, agent), PUSH_SECONDS)
        except ConversationForgotten:
            # There is nobody any more to whom it could be said.
            await asyncio.to_thread(deliveries.done, line)
        except Exception as error:
            logger.error("%s did not take an agent's message: %s", channel, type(error).__name__)
            await asyncio.to_thread(deliveries.failed, line)
        else:
            await asyncio.to_thread(deliveries.done if reached else deliveries.lost, line)

    async def _push(self, channel: str, line: Line, agent: str) -> bool:
        """Whether there is anybody to whom it can be said."""
        pusher = self._pushers()[channel]
        if isinstance(pusher, KnowsWhomItReaches) and not await pusher.reaches(line.conversation):
            return False
        await pusher.push(line.conversation, answer_of(line, agent), f"handover-{line.id}")
        return True
