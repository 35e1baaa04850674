"""Rasa as the messengers use it: a message from the inbox becomes messages to send."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from rasa.core.channels.channel import OutputChannel, UserMessage

from bot.answers.answer import Answer
from bot.channels.messaging.delivery import Said
from bot.channels.messaging.inbox import InboxTurn
from bot.channels.messaging.platform import Payload, Platform
from bot.gate import Gate

ATTEND_SECONDS = 5.0
MOST_ATTENDING = 16

logger = logging.getLogger(__name__)


class CollectedAnswers(OutputChannel):
    """Keeps what Rasa says in one turn; it is sent once it is queued."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.answers: list[Answer] = []

    def name(self) -> str:  # type: ignore[override]  # Rasa calls it on the instance
        """Responses may be written for this channel."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one answer."""
        self.answers.append(Answer.from_rasa(message))


class MessagingDialogue:
    """The conversation with Rasa, through the gate.

    Args:
        on_new_message: Rasa's handler of messages.
        carry_out: does what answers are to have done once they are said.
    """

    def __init__(
        self,
        platform: Platform,
        gate: Gate,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
        http: aiohttp.ClientSession,
        carry_out: Callable[[InboxTurn, list[Answer]], Awaitable[None]],
    ) -> None:
        self._platform = platform
        self._gate = gate
        self._on_new_message = on_new_message
        self._http = http
        self._carry_out = carry_out
        self._attending: set[asyncio.Task[None]] = set()

    async def answer(self, turn: InboxTurn) -> list[Payload | None]:
        """The messages to send; empty where Rasa could not answer."""
        if is_silent(turn.said):
            return [None]
        self._begin_attending(turn.said)
        answers = await self._ask_rasa(turn)
        if answers is None:
            return [None]
        await self._carry_out(turn, answers)
        return [payload for answer in answers for payload in self._platform.render(answer)]

    async def _ask_rasa(self, turn: InboxTurn) -> list[Answer] | None:
        """None where an agent has the talk, and nobody has to answer."""
        channel = CollectedAnswers(self._platform.name)
        message = as_user_message(turn.said, channel, turn.conversation)
        admitted = await self._gate.admit(message, turn.conversation)
        given = (admitted, message, turn.conversation, self._on_new_message)
        said = await self._gate.answer(*given)
        return channel.answers or None if said.with_agent else channel.answers

    def _begin_attending(self, said: Said) -> None:
        # A crowd waits: then nobody sees that their message is being answered right now.
        if len(self._attending) < MOST_ATTENDING:
            task = asyncio.create_task(self._attend(said))
            self._attending.add(task)
            task.add_done_callback(self._attending.discard)

    async def _attend(self, said: Said) -> None:
        """Read receipt and typing indicator: nobody misses them where they fail."""
        try:
            await asyncio.wait_for(self._platform.attend(self._http, said), ATTEND_SECONDS)
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            logger.info("%s: no read receipt: %s", self._platform.name, type(error).__name__)


def is_silent(said: Said) -> bool:
    """A reaction or the like, which asks for nothing."""
    return not (said.text or said.payload or said.location or said.attachment)


def as_user_message(said: Said, channel: OutputChannel, conversation: str) -> UserMessage:
    """The message as the gate takes it; only a button's payload begins with "/"."""
    return UserMessage(
        said.payload or said.text.lstrip("/"),
        channel,
        conversation,
        input_channel=channel.name(),
        metadata={"location": said.location, "attachment": said.attachment},
    )
