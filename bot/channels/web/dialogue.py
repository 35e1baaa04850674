"""Rasa as the web chat uses it: a message is admitted, answered, and at last forgotten."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore

from bot.answers.answer import Answer
from bot.channels.forgetting import forget_dialogue
from bot.channels.said_before import saying_again
from bot.channels.web.incoming import Incoming
from bot.events.telling import tell
from bot.gate import Gate
from bot.outbox.message import HIDDEN, Author, Message, as_message
from bot.outbox.turns import Turn
from identifiers.vault import Vault
from insights.events import VOTE

CHANNEL = "web"
_ARABIC = re.compile(r"[\u0600-\u06ff]")


class CollectedAnswers(OutputChannel):
    """Keeps what Rasa says in one turn; a screen gets it once it stands in the outbox."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    @classmethod
    def name(cls) -> str:
        """Responses may be written for this channel."""
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one answer."""
        self.messages.append(as_message(Answer.from_rasa(message), Author.ASSISTANT))


class Dialogue:
    """The conversation with Rasa, through the gate.

    Args:
        on_new_message: Rasa's handler of messages.
        tracker_store: gives the store of Rasa's conversations, once there is one.
    """

    def __init__(
        self,
        gate: Gate,
        vault: Vault,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
        tracker_store: Callable[[], TrackerStore | None],
    ) -> None:
        self._gate = gate
        self._vault = vault
        self._on_new_message = on_new_message
        self._tracker_store = tracker_store

    def conversation(self, visitor_id: str) -> str:
        """The pseudonym under which all that a visitor says is kept."""
        return self._gate.conversation(CHANNEL, visitor_id)

    async def admit(self, incoming: Incoming, conversation: str) -> str:
        """What Rasa may be told of a message; see `Gate.admit`."""
        # Only a button's payload begins with "/"; who types it means the words.
        text = incoming.payload or incoming.text.lstrip("/")
        metadata = {"location": incoming.location} if incoming.location else None
        message = UserMessage(
            text,
            None,
            conversation,
            input_channel=CHANNEL,
            message_id=incoming.client_id,
            metadata=metadata,
        )
        return await self._gate.admit(message, conversation)

    async def shown(self, incoming: Incoming, admitted: str, conversation: str) -> Message:
        """The student's message as their own screens show it, without identifiers."""
        text = await self._shown_text(incoming, admitted, conversation)
        language = "ar" if _ARABIC.search(text) else "fr"
        # That a place was shared, and never which one.
        shown = {"location": True} if incoming.location else {}
        return Message(Author.STUDENT, text, language, shown)

    async def answer(self, turn: Turn) -> list[Message] | None:
        """Let Rasa answer; an empty list where it could not, None where an agent has the talk."""
        channel = CollectedAnswers()
        message = UserMessage(
            turn.text,
            channel,
            turn.conversation,
            input_channel=CHANNEL,
            message_id=turn.client_id,
            metadata={"language": turn.language},
        )
        handler, store = self._on_new_message, self._tracker_store()
        if turn.tries > 1 and store is not None:
            handler = saying_again(handler, store)
        said = await self._gate.answer(turn.text, message, turn.conversation, handler)
        return channel.messages or None if said.with_agent else channel.messages

    async def show_typing(self, conversation: str) -> None:
        """Show an agent who waits for it that the student writes."""
        await self._gate.show_typing(conversation)

    def tell_vote(self, conversation: str, number: int, helpful: bool, response: str) -> None:
        """Tell whoever takes the events of the vote on an answer, by its response's name."""
        vote = {"number": number, "helpful": helpful, "response": response}
        tell(self._tracker_store(), VOTE, conversation, **vote)

    async def forget(self, conversation: str) -> dict[str, int]:
        """Delete what Rasa, the vault and the agents keep of a conversation; the counts."""
        return await forget_dialogue(
            conversation, self._tracker_store(), self._vault, self._gate.forget_people
        )

    async def _shown_text(self, incoming: Incoming, admitted: str, conversation: str) -> str:
        if incoming.location:
            return ""
        if incoming.payload:
            return await asyncio.to_thread(self._gate.clean, incoming.title, conversation)
        if not admitted.startswith("/"):
            return admitted
        # Nobody took the identifiers out of a refused text: only a smiley or the like is kept.
        return HIDDEN if any(map(str.isalnum, incoming.text)) else incoming.text
