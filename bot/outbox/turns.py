"""Students' messages that wait for their answer, across servers and restarts.

The outbox itself is the queue. A server that answers a message holds a short lease on it, renewed
while it works; the lease of a server that died runs out, and any server goes on. A conversation's
messages are answered in their order: only the oldest one waiting can be claimed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select, update
from sqlalchemy.sql import ColumnElement

from bot.outbox.message import Message
from bot.outbox.outbox import Outbox, add_messages
from bot.outbox.tables import messages
from identifiers.database import now

LEASE = timedelta(seconds=15)


@dataclass(frozen=True)
class Turn:
    """A message to answer now; `tries` counts this one, `language` is the page's, if known."""

    conversation: str
    number: int
    client_id: str
    text: str
    language: str | None
    tries: int


class Turns:
    """The queue in an outbox."""

    def __init__(self, outbox: Outbox, lease: timedelta = LEASE) -> None:
        self._outbox = outbox
        self._lease = lease

    def claim(self, conversation: str) -> Turn | None:
        """The conversation's oldest waiting message; None: none waits, or it is being answered."""
        at = now()
        oldest = (
            select(messages)
            .where(messages.c.conversation == conversation, _waiting())
            .order_by(messages.c.number)
            .limit(1)
        )
        with self._outbox.engine.begin() as connection:
            row = connection.execute(oldest).first()
            if row is None:
                return None
            claimed = connection.execute(
                update(messages)
                .where(_is(conversation, row.number), _waiting(), _free(at))
                .values(leased_until=at + self._lease, tries=messages.c.tries + 1)
            )
        if claimed.rowcount == 0:
            return None
        return Turn(
            conversation,
            row.number,
            row.client_id,
            row.turn_text,
            row.turn_language,
            row.tries + 1,
        )

    def renew(self, turn: Turn) -> None:
        """Hold the lease on: the answer is still being worked on."""
        held = update(messages).where(_is(turn.conversation, turn.number), _waiting())
        with self._outbox.engine.begin() as connection:
            connection.execute(held.values(leased_until=now() + self._lease))

    def complete(self, turn: Turn, *answers: Message) -> bool:
        """Add the answers, if any, and count the message as answered, both or neither.

        False: another server was quicker, and nothing is added.

        Raises:
            ConversationForgotten: the person asked to be forgotten in the meantime.
        """
        with self._outbox.engine.connect() as connection:
            if answers:
                add_messages(connection, turn.conversation, answers)
            done = connection.execute(
                update(messages)
                .where(_is(turn.conversation, turn.number), _waiting())
                .values(turn_text=None, leased_until=None)
            )
            if done.rowcount == 0:
                connection.rollback()
                return False
            connection.commit()
        self._outbox.announce(turn.conversation)
        return True

    def abandoned(self) -> list[str]:
        """Conversations with a message that waits and that no server is busy with."""
        query = select(messages.c.conversation).where(_waiting(), _free(now())).distinct()
        with self._outbox.engine.connect() as connection:
            return list(connection.execute(query).scalars())


def _is(conversation: str, number: int) -> ColumnElement:
    return and_(messages.c.conversation == conversation, messages.c.number == number)


def _waiting() -> ColumnElement:
    return messages.c.turn_text.isnot(None)


def _free(at: datetime) -> ColumnElement:
    return or_(messages.c.leased_until.is_(None), messages.c.leased_until <= at)
