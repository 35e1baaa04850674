"""The agent asks the assistant: the same one, in a conversation of their own."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import OutputChannel, UserMessage

from bot.answers.answer import Answer
from bot.answers.sources import source_list
from bot.gate import Gate
from knowledge import load_knowledge

CHANNEL = "desk"
SECONDS = 20.0
_CASE = re.compile(r"[0-9a-f-]{8,36}")


class _Answers(OutputChannel):
    """Keeps what the assistant says."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []

    @classmethod
    def name(cls) -> str:
        """No response is written for it: the texts are those of the chat page."""
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one answer."""
        self.answers.append(Answer.from_rasa(message))


async def ask_assistant(
    gate: Gate,
    handle: Callable[[UserMessage], Awaitable[Any]],
    agent_id: int,
    case: str,
    text: str,
    language: str | None,
) -> list[dict[str, Any]]:
    """The assistant's answers, each with the `sources` that it rests on, as one text.

    Args:
        handle: Rasa's handler of messages.
        case: names one caller's questions, so that "and in Fès?" is understood.
        language: of the desk, until the question shows one.

    Raises:
        asyncio.TimeoutError: there was none in time.
    """
    channel = _Answers()
    message = UserMessage(
        text,
        channel,
        f"{agent_id}:{case}",
        input_channel=CHANNEL,
        metadata={"language": language},
    )
    await asyncio.wait_for(gate.guard(handle, _keep)(message), SECONDS)
    return [_shown(answer) for answer in channel.answers]


async def _keep(_: str) -> None:
    """An agent who tries out "forget me" asks for nothing of their own to be deleted."""


def is_case(text: str) -> bool:
    """Whether a page may name a case so."""
    return _CASE.fullmatch(text) is not None


def _shown(answer: Answer) -> dict[str, Any]:
    sources = source_list(load_knowledge(), answer.facts, answer.language)
    return {**answer.as_json(), "sources": sources}
