"""Answers the messages that wait in the outbox: in order, and whatever happens, once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sqlalchemy.exc import SQLAlchemyError

from bot.outbox.message import Message
from bot.outbox.numbering import ConversationForgotten
from bot.outbox.turns import LEASE, Turn, Turns

# Rasa understands messages one after the other; what waits inside a turn is the action server.
TURNS_AT_ONCE = 32
MAX_TRIES = 3
SWEEP_SECONDS = 5.0
RENEW_SECONDS = LEASE.total_seconds() / 3

logger = logging.getLogger(__name__)


class Answering:
    """A worker for each conversation that has something waiting.

    Args:
        turns: the queue; other servers may work on it, too.
        answer: lets Rasa answer; an empty list where it could not, None where nobody has to.
        give_up: what is said when every try failed.
        forget: called where the person was forgotten while their answer was made.
    """

    def __init__(
        self,
        turns: Turns,
        answer: Callable[[Turn], Awaitable[list[Message] | None]],
        give_up: Callable[[Turn], Message],
        forget: Callable[[str], Awaitable[object]],
    ) -> None:
        self._turns = turns
        self._answer = answer
        self._give_up = give_up
        self._forget = forget
        self._wanted: set[str] = set()
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(TURNS_AT_ONCE)
        self._stopping = False

    def submit(self, conversation: str) -> None:
        """See to it that what waits in the conversation is answered."""
        self._wanted.add(conversation)
        if conversation not in self._workers and not self._stopping:
            self._workers[conversation] = asyncio.create_task(self._work(conversation))

    async def sweep(self) -> None:
        """For ever: take over what a server that died, or this one before, left unanswered."""
        while True:
            try:
                for conversation in await asyncio.to_thread(self._turns.abandoned):
                    self.submit(conversation)
            except SQLAlchemyError as error:
                logger.error("unanswered messages were not looked for: %s", type(error).__name__)
            await asyncio.sleep(SWEEP_SECONDS)

    async def stop(self, seconds: float) -> None:
        """Let the turns that have begun end; whatever is left, the next server takes over."""
        self._stopping = True
        workers = list(self._workers.values())
        if workers:
            _, late = await asyncio.wait(workers, timeout=seconds)
            for worker in late:
                worker.cancel()

    async def _work(self, conversation: str) -> None:
        try:
            while conversation in self._wanted:
                self._wanted.discard(conversation)
                while await self._answer_next(conversation):
                    pass
        except Exception as error:
            # The lease runs out, and the sweep takes the message up again.
            logger.error("a message was not answered: %s", type(error).__name__)
        finally:
            del self._workers[conversation]

    async def _answer_next(self, conversation: str) -> bool:
        """Whether there may be more to answer."""
        async with self._places:
            turn = await self._claim(conversation)
            if turn is None:
                return False
            async with self._held(turn):
                return await self._take(turn)

    async def _claim(self, conversation: str) -> Turn | None:
        if self._stopping:
            return None
        return await asyncio.to_thread(self._turns.claim, conversation)

    async def _take(self, turn: Turn) -> bool:
        # A message at which the server itself died each time is not tried again.
        answers = await self._answer(turn) if turn.tries <= MAX_TRIES else []
        if answers == [] and turn.tries < MAX_TRIES:
            return False
        if answers == []:
            answers = [await asyncio.to_thread(self._give_up, turn)]
        try:
            await asyncio.to_thread(self._turns.complete, turn, *(answers or ()))
        except ConversationForgotten:
            await self._forget(turn.conversation)
        return True

    @asynccontextmanager
    async def _held(self, turn: Turn) -> AsyncIterator[None]:
        renewing = asyncio.create_task(self._renew(turn))
        try:
            yield
        finally:
            renewing.cancel()

    async def _renew(self, turn: Turn) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                await asyncio.to_thread(self._turns.renew, turn)
            except SQLAlchemyError as error:
                logger.warning("a lease was not renewed: %s", type(error).__name__)
