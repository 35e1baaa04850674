"""Answers the messages that wait in a queue: in order, and whatever happens, once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.workers import KeyedWorkers, nothing_first
from bot.outbox.numbering import ConversationForgotten
from bot.outbox.turns import LEASE

# Rasa understands messages one after the other; what waits inside a turn is the action server.
TURNS_AT_ONCE = 32
MAX_TRIES = 3
RENEW_SECONDS = LEASE.total_seconds() / 3

logger = logging.getLogger(__name__)


class WaitingMessage(Protocol):
    """A message to answer now; `tries` counts this one."""

    @property
    def conversation(self) -> str: ...

    @property
    def tries(self) -> int: ...


T = TypeVar("T", bound=WaitingMessage)
A = TypeVar("A")


class Queue(Protocol[T]):
    """See `bot.outbox.turns.Turns`."""

    def claim(self, conversation: str) -> T | None: ...

    def renew(self, turn: T) -> None: ...

    def complete(self, turn: T, *answers: Any) -> bool: ...

    def abandoned(self) -> list[str]: ...


class Answering(KeyedWorkers):
    """A worker for each conversation that has something waiting.

    Args:
        turns: the queue; other servers may work on it, too.
        answer: lets Rasa answer; an empty list where it could not, None where nobody has to.
        give_up: what is said when every try failed.
        forget: called where the person was forgotten while their answer was made.
        answered: told each conversation that was answered.
        first: awaited before each turn: what is more urgent.
        at_once: how many conversations are answered at the same time.
    """

    def __init__(
        self,
        turns: Queue[T],
        answer: Callable[[T], Awaitable[list[A] | None]],
        give_up: Callable[[T], A],
        forget: Callable[[str], Awaitable[object]],
        answered: Callable[[str], object] = lambda _: None,
        first: Callable[[], Awaitable[None]] = nothing_first,
        at_once: int = TURNS_AT_ONCE,
    ) -> None:
        super().__init__(at_once, first=first)
        self._turns: Queue[Any] = turns
        self._answer: Callable[[Any], Awaitable[list[Any] | None]] = answer
        self._give_up: Callable[[Any], Any] = give_up
        self._forget = forget
        self._answered = answered

    def waiting(self) -> list[str]:
        """Conversations that nobody is busy with."""
        return self._turns.abandoned()

    async def work_next(self, key: str) -> bool:
        """Answer the conversation's next message; whether there may be more."""
        turn = await asyncio.to_thread(self._turns.claim, key)
        if turn is None:
            return False
        async with self._held(turn):
            return await self._take(turn)

    async def _take(self, turn: WaitingMessage) -> bool:
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
        self._answered(turn.conversation)
        return True

    @asynccontextmanager
    async def _held(self, turn: WaitingMessage) -> AsyncIterator[None]:
        renewing = asyncio.create_task(self._renew(turn))
        try:
            yield
        finally:
            renewing.cancel()

    async def _renew(self, turn: WaitingMessage) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                await asyncio.to_thread(self._turns.renew, turn)
            except SQLAlchemyError as error:
                logger.warning("a lease was not renewed: %s", type(error).__name__)
