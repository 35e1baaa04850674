"""Numbers 1, 2, 3 … of a conversation's messages, without gaps, whoever writes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.outbox.tables import conversations
from identifiers.database import upsert


class ConversationForgotten(RuntimeError):
    """The person asked to be forgotten: nothing is added to the conversation or read from it."""


def reserve(connection: Connection, conversation: str, count: int, at: datetime) -> int:
    """The first of `count` new numbers; begins the conversation where it is new.

    Until the transaction ends nobody else can number messages of this conversation, so a reader
    who has seen a number has seen all before it.

    Raises:
        ConversationForgotten: it takes no messages any more.
    """
    begun = upsert(connection, conversations).values(
        conversation=conversation, last_number=count, created_at=at
    )
    begun_or_grown = begun.on_conflict_do_update(
        index_elements=["conversation"],
        set_={"last_number": conversations.c.last_number + count},
        where=conversations.c.forgotten_at.is_(None),
    )
    if connection.execute(begun_or_grown).rowcount == 0:
        raise ConversationForgotten
    query = select(conversations.c.last_number).where(conversations.c.conversation == conversation)
    last: int = connection.execute(query).scalar_one()
    return last - count + 1
