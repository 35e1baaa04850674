"""Deleting: what a person wants forgotten, and what is past its time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection, Engine

from identifiers.database import now, upsert
from insights.assigning import KEPT_OPEN
from insights.database import writing
from insights.pseudonyms import Pseudonyms
from insights.tables import (
    conversations,
    decisions,
    forgotten,
    messages,
    open_conversations,
    steps,
)

# Within which an event that was under way at the time of the wish arrives.
STONE_KEPT = timedelta(days=7)
_BATCH = 500


def forgotten_until(connection: Connection) -> dict[str, datetime]:
    """Sender's pseudonym to the moment until which nothing of theirs may be kept."""
    return {row.sender: row.until for row in connection.execute(select(forgotten))}


def forget_sender(
    connection: Connection, pseudonyms: Pseudonyms, sender: str, until: datetime
) -> int:
    """Delete every conversation of a sender, and take no more of it; returns how many it was.

    Args:
        sender: the gate's pseudonym.
        until: of which events the wish holds (UTC without zone).
    """
    known = connection.execute(select(conversations.c.id, conversations.c.started_at))
    theirs = list(pseudonyms.conversations_of(sender, ((row.id, row.started_at) for row in known)))
    _delete(connection, theirs)
    aliases = pseudonyms.senders(sender)
    gone = open_conversations.c.sender.in_(aliases)
    connection.execute(delete(open_conversations).where(gone))
    stone = upsert(connection, forgotten).values(sender=pseudonyms.sender(sender), until=until)
    connection.execute(
        stone.on_conflict_do_update(index_elements=["sender"], set_={"until": until})
    )
    return len(theirs)


def purge(engine: Engine, text_kept: timedelta, counts_kept: timedelta) -> int:
    """Delete words and conversations that are past their time; returns how many conversations."""
    at, deleted = now(), 0
    with writing(engine) as connection:
        old = messages.c.at < at - text_kept
        connection.execute(
            update(messages).where(old, messages.c.text.isnot(None)).values(text=None)
        )
        over = forgotten.c.until < at - STONE_KEPT
        connection.execute(delete(forgotten).where(over))
        ended = open_conversations.c.last_at < at - KEPT_OPEN
        connection.execute(delete(open_conversations).where(ended))
        late = steps.c.conversation.is_(None), steps.c.at < at - counts_kept
        connection.execute(delete(steps).where(*late))
    too_old = select(conversations.c.id).where(conversations.c.started_at < at - counts_kept)
    while True:
        with writing(engine) as connection:
            some = connection.execute(too_old.limit(_BATCH)).scalars().all()
            _delete(connection, some)
        if not some:
            return deleted
        deleted += len(some)


def _delete(connection: Connection, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        said = select(messages.c.key).where(messages.c.conversation.in_(some))
        connection.execute(delete(decisions).where(decisions.c.message.in_(said)))
        for table in (messages, steps):
            connection.execute(delete(table).where(table.c.conversation.in_(some)))
        connection.execute(delete(conversations).where(conversations.c.id.in_(some)))
