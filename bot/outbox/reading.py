"""Reading what was said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.engine import Connection, Row

from bot.outbox.message import Author, StoredMessage
from bot.outbox.numbering import ConversationForgotten
from bot.outbox.tables import conversations, feedback, messages
from bot.outbox.typing import typing_until

PAGE = 200

_votes = and_(
    feedback.c.conversation == messages.c.conversation, feedback.c.number == messages.c.number
)


@dataclass(frozen=True)
class Page:
    """Messages in order, at most 200; `waiting`: one of the conversation has no answer yet.

    `agent_types_until`: shown so long that an agent writes (UTC without zone).
    """

    messages: tuple[StoredMessage, ...]
    waiting: bool
    agent_types_until: datetime | None = None


@dataclass(frozen=True)
class Position:
    """How far a conversation has come."""

    last_number: int
    forgotten: bool


def read_page(connection: Connection, conversation: str, after: int) -> Page:
    """What was said after message number `after`.

    Raises:
        ConversationForgotten: the person asked to be forgotten.
    """
    mine = messages.c.conversation == conversation
    said = (
        select(messages, feedback.c.helpful)
        .select_from(messages.outerjoin(feedback, _votes))
        .where(mine, messages.c.number > after)
        .order_by(messages.c.number)
        .limit(PAGE)
    )
    unanswered = select(messages.c.number).where(mine, messages.c.turn_text.isnot(None)).limit(1)
    rows = connection.execute(said).all()
    if not rows:
        refuse_forgotten(connection, conversation)
    waiting = connection.execute(unanswered).first() is not None
    agent_types = typing_until(connection, conversation)
    return Page(tuple(_stored(row) for row in rows), waiting, agent_types)


def read_positions(connection: Connection, wanted: Sequence[str]) -> dict[str, Position]:
    """The positions of those conversations that have begun, a query for each 200."""
    columns = (
        conversations.c.conversation,
        conversations.c.last_number,
        conversations.c.forgotten_at,
    )
    found: dict[str, Position] = {}
    for start in range(0, len(wanted), PAGE):
        some = conversations.c.conversation.in_(wanted[start : start + PAGE])
        for name, last_number, forgotten_at in connection.execute(select(*columns).where(some)):
            found[name] = Position(last_number, forgotten_at is not None)
    return found


def number_of(connection: Connection, conversation: str, client_id: str) -> int | None:
    """The number of a student's message, by the client's id."""
    query = select(messages.c.number).where(
        messages.c.conversation == conversation, messages.c.client_id == client_id
    )
    number: int | None = connection.execute(query).scalar()
    return number


def refuse_forgotten(connection: Connection, conversation: str) -> None:
    """Raises:
    ConversationForgotten: the person asked to be forgotten.
    """
    query = select(conversations.c.forgotten_at).where(conversations.c.conversation == conversation)
    if connection.execute(query).scalar() is not None:
        raise ConversationForgotten


def _stored(row: Row) -> StoredMessage:
    return StoredMessage(
        row.number, row.at, Author(row.author), json.loads(row.content), row.client_id, row.helpful
    )
