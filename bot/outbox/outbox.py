"""The store of what was said: added to by any process, read by every stream."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection, Engine

from bot.outbox.announcing import announcer_from_environment
from bot.outbox.database import open_outbox, outbox_url
from bot.outbox.erasing import (
    forget_conversation,
    forget_earlier,
    sweep_conversations,
)
from bot.outbox.message import Author, Message
from bot.outbox.numbering import reserve
from bot.outbox.reading import (
    Page,
    Position,
    number_of,
    read_page,
    read_positions,
    refuse_forgotten,
)
from bot.outbox.tables import messages
from bot.outbox.typing import note_typing, stop_typing
from bot.outbox.votes import record_vote
from identifiers.database import now

Listener = Callable[[str], None]


class Outbox:
    """Conversations, under the gate's pseudonyms, and their messages in one database.

    Args:
        engine: of `bot.outbox.database.open_outbox`.
        listeners: told every conversation that this process changes, in the caller's thread.

    Every method may raise SQLAlchemyError where the database cannot be reached, and all but
    `forget`, `sweep` and `positions` ConversationForgotten.
    """

    def __init__(self, engine: Engine, *listeners: Listener) -> None:
        self.engine = engine
        self._listeners = list(listeners)

    @classmethod
    def from_environment(cls) -> Outbox:
        """The outbox at `TAGHTIA_OUTBOX_URL`, announcing through `TAGHTIA_REDIS_URL` if set."""
        return cls(open_outbox(outbox_url()), announcer_from_environment())

    def subscribe(self, listener: Listener) -> None:
        """Tell one more listener."""
        self._listeners.append(listener)

    def announce(self, conversation: str) -> None:
        """Wake whoever follows the conversation."""
        for listener in self._listeners:
            listener(conversation)

    def append(self, conversation: str, *said: Message) -> list[int]:
        """Add what the assistant, an agent or the system says; returns its numbers."""
        with self.engine.begin() as connection:
            numbers = add_messages(connection, conversation, said)
        self.announce(conversation)
        return numbers

    def append_once(self, conversation: str, key: str, said: Message) -> int:
        """Add what is said, once for each key of 36 characters; returns its number."""
        return self._add_once(conversation, key, said, {})

    def show_typing(self, conversation: str) -> None:
        """Show for a few seconds that an agent writes."""
        with self.engine.begin() as connection:
            note_typing(connection, conversation, now())
        self.announce(conversation)

    def take_in(
        self, conversation: str, client_id: str, said: Message, turn_text: str, language: str | None
    ) -> int:
        """Add what the student says, once for each client id, to wait for its answer.

        Returns its number, which is the one that it had where it had been taken in before.

        Args:
            turn_text: what Rasa is to be told, as the gate left it.
            language: the page's, where it is known.
        """
        turn = {"turn_text": turn_text, "turn_language": language}
        return self._add_once(conversation, client_id, said, turn)

    def _add_once(
        self, conversation: str, client_id: str, said: Message, more: dict[str, Any]
    ) -> int:
        with self.engine.connect() as connection:
            at = now()
            number = reserve(connection, conversation, 1, at)
            known = number_of(connection, conversation, client_id)
            if known is not None:
                connection.rollback()
                return known
            row = {**_row(conversation, number, said, at), "client_id": client_id, **more}
            connection.execute(messages.insert().values(**row))
            if said.author is not Author.STUDENT:
                stop_typing(connection, conversation)
            connection.commit()
        self.announce(conversation)
        return number

    def find(self, conversation: str, client_id: str) -> int | None:
        """The number of a student's message that was taken in before."""
        with self.engine.connect() as connection:
            known = number_of(connection, conversation, client_id)
            if known is None:
                refuse_forgotten(connection, conversation)
            return known

    def read(self, conversation: str, after: int = 0) -> Page:
        """What was said after message number `after`."""
        with self.engine.connect() as connection:
            return read_page(connection, conversation, after)

    def positions(self, wanted: Sequence[str]) -> dict[str, Position]:
        """How far those of these conversations have come that have begun."""
        with self.engine.connect() as connection:
            return read_positions(connection, wanted)

    def vote(self, conversation: str, number: int, helpful: bool) -> str:
        """Keep whether answer `number` was helpful; returns the name of its response.

        Raises:
            NothingToVoteOn: it is no answer.
        """
        with self.engine.begin() as connection:
            return record_vote(connection, conversation, number, helpful)

    def forget(self, conversation: str) -> dict[str, int]:
        """Delete what was said and take no more; returns what was deleted."""
        with self.engine.begin() as connection:
            deleted = forget_conversation(connection, conversation, now())
        self.announce(conversation)
        return deleted

    def forget_before(self, conversation: str, number: int) -> None:
        """Delete what was said before message `number`; the conversation goes on from there."""
        with self.engine.begin() as connection:
            forget_earlier(connection, conversation, number)

    def sweep(self, begun_before: datetime) -> int:
        """Delete the conversations that began before a moment (UTC, naive); returns how many."""
        swept = 0
        while True:
            with self.engine.begin() as connection:
                some = sweep_conversations(connection, begun_before)
            if not some:
                return swept
            swept += some


def add_messages(connection: Connection, conversation: str, said: Sequence[Message]) -> list[int]:
    """Number and add messages within a transaction; see `reserve` for what it raises."""
    at = now()
    first = reserve(connection, conversation, len(said), at)
    numbers = list(range(first, first + len(said)))
    rows = [_row(conversation, n, one, at) for n, one in zip(numbers, said, strict=True)]
    connection.execute(messages.insert(), rows)
    return numbers


def _row(conversation: str, number: int, said: Message, at: datetime) -> dict[str, Any]:
    return {
        "conversation": conversation,
        "number": number,
        "at": at,
        "author": said.author.value,
        "content": said.content(),
    }
