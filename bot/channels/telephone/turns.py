"""Answers web-hooks in time: whoever is slow is waited for by asking again, never in silence."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from bot.channels.telephone.call import Call
from bot.channels.telephone.calls import Answered, Begun, Busy, Calls, Ended
from bot.channels.telephone.reply import Reply, Then
from bot.channels.telephone.saying import language_of, listen
from bot.channels.telephone.twiml import TwimlWriter
from bot.channels.telephone.wording import spoken

# Gateways wait 15 seconds for a web-hook; a caller wonders after three.
PATIENCE = 3.0
# So often the caller is told that it takes longer; then that it did not work.
MOST_WAITS = 8
POLL_SECONDS = 0.2
APOLOGY = "utter_apology"

logger = logging.getLogger(__name__)

Respond = Callable[[str, Call], Awaitable[Reply]]


class Turns:
    """Works on turns beside the web-hooks that bring them.

    Args:
        forget: deletes what a conversation has left, where the caller hung up meanwhile.
    """

    def __init__(
        self,
        calls: Calls,
        writer: TwimlWriter,
        forget: Callable[[str], Awaitable[object]],
    ) -> None:
        self._calls = calls
        self._writer = writer
        self._forget = forget
        self._working: set[asyncio.Task[None]] = set()

    async def take(self, call_id: str, turn: int, respond: Respond) -> str | None:
        """The TwiML that answers a web-hook; None where the call is over.

        Args:
            respond: makes the reply, from the conversation and the call, which it may change.
        """
        begun = await asyncio.to_thread(self._calls.begin, call_id, turn)
        if isinstance(begun, Begun):
            work = asyncio.create_task(self._work(call_id, turn, begun, respond))
            self._working.add(work)
            work.add_done_callback(self._working.discard)
            await asyncio.wait({work}, timeout=PATIENCE)
            # What it came to stands in the store.
            return await self._answer(call_id, turn, 1)
        return await self.wait(call_id, turn, 0, begun)

    async def wait(
        self, call_id: str, turn: int, asked: int, known: Answered | Busy | Ended | None = None
    ) -> str | None:
        """The TwiML of a turn that somebody works on, here or on another server."""
        until = time.monotonic() + PATIENCE
        while known is None or isinstance(known, Busy):
            known = await asyncio.to_thread(self._calls.answered, call_id, turn)
            if not isinstance(known, Busy) or time.monotonic() >= until:
                break
            await asyncio.sleep(POLL_SECONDS)
        return await self._answer(call_id, turn, asked + 1)

    async def stop(self, seconds: float) -> None:
        """Let what has begun end."""
        if self._working:
            await asyncio.wait(self._working, timeout=seconds)

    async def _answer(self, call_id: str, turn: int, asked: int) -> str | None:
        known = await asyncio.to_thread(self._calls.answered, call_id, turn)
        if isinstance(known, Ended):
            return None
        if isinstance(known, Answered):
            return known.twiml
        call = await asyncio.to_thread(self._calls.state, call_id) or Call()
        if asked > MOST_WAITS:
            return await self._give_up(call_id, turn, call)
        words = "utter_telephone_one_moment" if asked <= 1 else "utter_telephone_still_looking"
        return self._writer.wait(spoken(words, language_of(call)), turn, asked)

    async def _give_up(self, call_id: str, turn: int, call: Call) -> str | None:
        logger.error("a caller waited in vain for an answer")
        reply = listen(call, spoken(APOLOGY, language_of(call)))
        await self._complete(call_id, turn, call, reply)
        known = await asyncio.to_thread(self._calls.answered, call_id, turn)
        return known.twiml if isinstance(known, Answered) else None

    async def _work(self, call_id: str, turn: int, begun: Begun, respond: Respond) -> None:
        call = begun.call
        try:
            reply = await respond(begun.conversation, call)
        except Exception as error:
            # Its own text may quote what the caller said.
            logger.error("a caller's turn failed: %s", type(error).__name__)
            reply = listen(call, spoken(APOLOGY, language_of(call)))
        if not await self._complete(call_id, turn, call, reply):
            over = await asyncio.to_thread(self._calls.answered, call_id, turn)
            if isinstance(over, Ended):
                await self._forget(begun.conversation)

    async def _complete(self, call_id: str, turn: int, call: Call, reply: Reply) -> bool:
        twiml = self._writer.write(reply, turn + 1, call.slow)
        kept = (call_id, turn, call, twiml, reply.then is Then.TRANSFER)
        return await asyncio.to_thread(self._calls.complete, *kept)
