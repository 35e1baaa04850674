"""Rasa as the telephone uses it, through the gate."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.answers.answer import Answer
from bot.channels.messaging.dialogue import CollectedAnswers
from bot.channels.telephone.call import Call
from bot.channels.telephone.saying import language_of
from bot.channels.telephone.wording import CHANNEL
from bot.gate import Gate


@dataclass(frozen=True)
class Answers:
    """What Rasa said; `with_agent`: an agent has the talk, and the assistant is silent."""

    said: tuple[Answer, ...]
    with_agent: bool = False

    @property
    def effects(self) -> set[str]:
        """See `Answer.effect`."""
        return {answer.effect for answer in self.said if answer.effect}


class TelephoneDialogue:
    """Asks Rasa on behalf of callers.

    Args:
        forget: deletes what is kept of a conversation whose person has been told so.
    """

    def __init__(
        self,
        gate: Gate,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
        forget: Callable[[str], Awaitable[Any]],
    ) -> None:
        self._gate = gate
        self._on_new_message = on_new_message
        self._forget = forget

    async def ask(self, conversation: str, call: Call, text: str) -> Answers:
        """What is answered to words or to a button's payload; empty where Rasa could not answer."""
        channel = CollectedAnswers(CHANNEL)
        asker = self._asker(call)
        message = UserMessage(
            text,
            channel,
            conversation,
            input_channel=CHANNEL,
            metadata={"language": language_of(call)},
        )
        admitted = await self._gate.admit(message, conversation, asker)
        given = (admitted, message, conversation, self._on_new_message, asker)
        said = await self._gate.answer(*given)
        if "forget" in said.effects:
            await self._forget(conversation)
        return Answers(tuple(channel.answers), said.with_agent)

    def _asker(self, call: Call) -> str | None:
        """Each call is a conversation of its own; wrong tries count by the number it comes from.

        Who hides theirs shares none with others who do.
        """
        return self._gate.asker(CHANNEL, call.caller) if call.caller else None
