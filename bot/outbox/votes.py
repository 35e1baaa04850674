"""Whether an answer was helpful: one vote a message, which may be changed."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.outbox.message import Author
from bot.outbox.reading import refuse_forgotten
from bot.outbox.tables import feedback, messages
from identifiers.database import now, upsert


class NothingToVoteOn(LookupError):
    """No answer of the assistant has this number in the conversation."""


def record_vote(connection: Connection, conversation: str, number: int, helpful: bool) -> str:
    """Keep the vote beside the name of the response that it is on, and return that.

    Raises:
        NothingToVoteOn: the number is not one of the assistant's answers.
        ConversationForgotten: the person asked to be forgotten.
    """
    refuse_forgotten(connection, conversation)
    query = select(messages.c.content).where(
        messages.c.conversation == conversation,
        messages.c.number == number,
        messages.c.author == Author.ASSISTANT.value,
    )
    content = connection.execute(query).scalar()
    if content is None:
        raise NothingToVoteOn
    response = str(json.loads(content).get("name", ""))
    vote = {"helpful": helpful, "at": now()}
    cast = upsert(connection, feedback).values(
        conversation=conversation,
        number=number,
        response=response,
        **vote,
    )
    connection.execute(
        cast.on_conflict_do_update(index_elements=["conversation", "number"], set_=vote)
    )
    return response
