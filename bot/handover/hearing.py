"""Who hears what the student says: the assistant, or the agent who has the talk."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from rasa.core.channels.channel import OutputChannel
from sqlalchemy.exc import SQLAlchemyError

from bot.answers.generator import default_language
from bot.answers.plain import plain_answer
from bot.gate.gate import Hearer
from bot.handover.wording import written_language
from bot.outbox.message import HIDDEN
from handover import HandoverStore, Speaker, State
from handover.transcript import Said
from identifiers.placeholders import replace_placeholders

logger = logging.getLogger(__name__)

# What the gate found wrong with a message, and what the student is told of it: the agent could not
# read it either.
REFUSALS = {
    "/message_too_long": "utter_message_too_long",
    "/message_too_often": "utter_slow_down",
    "/message_unsupported": "utter_message_unsupported",
    "/message_voice": "utter_message_voice",
    "/message_file": "utter_message_file",
    "/action_failed": "utter_apology",
}
_NOTHING = "/message_empty"


class Hearing:
    """What the gate asks before and after the assistant answers.

    Where the store cannot be reached, the assistant answers.
    """

    def __init__(self, store: HandoverStore) -> None:
        self._store = store

    async def hearer(self, conversation: str) -> Hearer:
        """Who has the talk."""
        try:
            talk = await asyncio.to_thread(self._store.talks.open_of, conversation)
        except SQLAlchemyError as error:
            logger.error("who has the talk is not known: %s", type(error).__name__)
            return Hearer.ASSISTANT
        if talk is None:
            return Hearer.ASSISTANT
        return Hearer.AGENT if talk.state is State.TAKEN else Hearer.BOTH

    async def tell_agent(
        self, admitted: str, conversation: str, key: str | None, channel: OutputChannel
    ) -> bool:
        """Give the agent the student's words; False: they have lost the talk in this moment."""
        if admitted == _NOTHING:
            return True
        if admitted in REFUSALS:
            await channel.send_response(conversation, _notice(REFUSALS[admitted]))
            return True
        said = _student_said(admitted)
        try:
            return await asyncio.to_thread(
                self._store.transcripts.say_to_agent, conversation, key, said.text, said.language
            )
        except SQLAlchemyError as error:
            logger.error("an agent was not told: %s", type(error).__name__)
            return False

    async def overhear(
        self, admitted: str, conversation: str, answers: Sequence[dict[str, Any]]
    ) -> None:
        """Keep what student and assistant said to each other for the agent who is to come."""
        if admitted == _NOTHING or admitted in REFUSALS:
            return
        said = [_student_said(admitted), *map(_assistant_said, answers)]
        try:
            talk = await asyncio.to_thread(self._store.talks.open_of, conversation)
            if talk is not None:
                await asyncio.to_thread(self._store.transcripts.overhear, talk.id, said)
        except SQLAlchemyError as error:
            logger.error("a transcript has a gap: %s", type(error).__name__)

    async def show_typing(self, conversation: str) -> None:
        """Show agents for a few seconds that the student writes."""
        try:
            await asyncio.to_thread(self._store.transcripts.student_types, conversation)
        except SQLAlchemyError as error:
            logger.warning("typing is not shown: %s", type(error).__name__)

    async def forget(self, conversation: str) -> dict[str, int]:
        """Delete what agents read and whom they were to call; see `Retention.forget`."""
        return await asyncio.to_thread(self._store.retention.forget, conversation)


def _student_said(admitted: str) -> Said:
    """A button that was pressed is kept as its payload, without what it carries."""
    text = admitted.split("{", 1)[0] if admitted.startswith("/") else admitted
    text = replace_placeholders(text, HIDDEN)
    return Said(Speaker.STUDENT, text, written_language(text))


def _assistant_said(answer: dict[str, Any]) -> Said:
    language = str((answer.get("metadata") or {}).get("language") or "ar")
    return Said(Speaker.ASSISTANT, str(answer.get("text") or ""), language)


def _notice(response: str) -> dict[str, Any]:
    language = default_language()
    return {
        "text": plain_answer(response, language).text,
        "utter_action": response,
        "metadata": {"language": language},
    }
