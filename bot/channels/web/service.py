"""The parts of the web chat, put together, and what runs beside its addresses."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.answers.generator import default_language
from bot.answers.plain import plain_answer
from bot.channels.answering import Answering
from bot.channels.web.dialogue import Dialogue
from bot.channels.web.refusals import OUR_FAULT
from bot.channels.web.settings import WebSettings
from bot.channels.web.streams import Streams
from bot.channels.web.tokens import Tokens
from bot.channels.web.watching import Watching
from bot.gate.limits import RateLimit
from bot.outbox import Author, Message, Outbox
from bot.outbox.message import as_message
from bot.outbox.turns import Turn, Turns
from identifiers.database import now

STOP_SECONDS = 4.0
ERASE_SECONDS = 600.0

logger = logging.getLogger(__name__)


class WebService:
    """What the web chat's addresses work with.

    Args:
        key: 32 secret bytes, of the tokens.
        redis_url: where other processes announce what they add, if anywhere.
    """

    def __init__(
        self,
        settings: WebSettings,
        key: bytes,
        dialogue: Dialogue,
        outbox: Outbox,
        redis_url: str | None,
    ) -> None:
        self.settings = settings
        self.dialogue = dialogue
        self.outbox = outbox
        self.tokens = Tokens(key, settings.lifetime)
        self.beginnings = RateLimit(settings.conversations_per_minute, seconds=60.0)
        self.streams = Streams(settings.streams)
        self.answering = Answering(Turns(outbox), self._answer, _give_up, dialogue.forget)
        self._watching = Watching(outbox, self.streams, redis_url)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin what runs in the server's event loop."""
        loop = asyncio.get_running_loop()

        def wake(conversation: str) -> None:
            # Called in the thread that wrote; streams live in the loop.
            loop.call_soon_threadsafe(self.streams.wake, conversation)

        self.outbox.subscribe(wake)
        beside: tuple[Coroutine[Any, Any, None], ...] = (
            self.answering.sweep(),
            self._watching.look(),
            self._watching.listen(),
            self._erase_old(),
        )
        self._tasks = [loop.create_task(one) for one in beside]

    async def stop(self) -> None:
        """End the streams and let the answers that have begun be finished."""
        for task in self._tasks:
            task.cancel()
        await self.answering.stop(STOP_SECONDS)
        self.streams.close()

    async def _answer(self, turn: Turn) -> list[Message] | None:
        """Rasa's answers, and what they are to have done (`Answer.effect`); None: an agent's."""
        said = await self.dialogue.answer(turn)
        if any(message.shown.get("effect") == "forget" for message in said or ()):
            await self.dialogue.forget(turn.conversation)
            await asyncio.to_thread(self.outbox.forget_before, turn.conversation, turn.number)
        return said

    async def _erase_old(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self.outbox.sweep, now() - self.settings.lifetime)
            except SQLAlchemyError as error:
                logger.error("old conversations were not erased: %s", type(error).__name__)
            await asyncio.sleep(ERASE_SECONDS)


def _give_up(turn: Turn) -> Message:
    return as_message(plain_answer(OUR_FAULT, turn.language or default_language()), Author.SYSTEM)
