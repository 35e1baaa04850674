"""Deleting what was said: on the person's wish, and by itself after its time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, delete, select, update
from sqlalchemy.engine import Connection

from bot.outbox.tables import conversations, feedback, messages
from bot.outbox.typing import stop_typing
from identifiers.database import upsert

BATCH = 500


def forget_conversation(connection: Connection, conversation: str, at: datetime) -> dict[str, int]:
    """Delete the messages, cut the votes loose and leave a stone that refuses new messages."""
    stone = upsert(connection, conversations).values(
        conversation=conversation, last_number=0, created_at=at, forgotten_at=at
    )
    connection.execute(
        stone.on_conflict_do_update(index_elements=["conversation"], set_={"forgotten_at": at})
    )
    said = connection.execute(delete(messages).where(messages.c.conversation == conversation))
    stop_typing(connection, conversation)
    votes = update(feedback).where(feedback.c.conversation == conversation)
    loose = connection.execute(votes.values(conversation=None))
    return {"messages": said.rowcount, "feedback_links": loose.rowcount}


def forget_earlier(connection: Connection, conversation: str, number: int) -> None:
    """Delete the messages before a number, and cut their votes loose."""
    mine = and_(messages.c.conversation == conversation, messages.c.number < number)
    connection.execute(delete(messages).where(mine))
    theirs = and_(feedback.c.conversation == conversation, feedback.c.number < number)
    connection.execute(update(feedback).where(theirs).values(conversation=None))


def sweep_conversations(connection: Connection, begun_before: datetime) -> int:
    """Delete the oldest conversations, at most 500, with their messages; returns how many.

    Votes stay: they count an answer, and say nothing of what was said.
    """
    old = select(conversations.c.conversation).where(conversations.c.created_at < begun_before)
    # Locked (where the database locks rows), so that nobody adds to one in the meantime.
    names = connection.execute(old.limit(BATCH).with_for_update()).scalars().all()
    connection.execute(delete(messages).where(messages.c.conversation.in_(names)))
    connection.execute(delete(conversations).where(conversations.c.conversation.in_(names)))
    return len(names)
