"""That an agent is writing: shown for a few seconds, and kept no longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from bot.outbox.tables import typing
from identifiers.database import upsert

SHOWN = timedelta(seconds=6)


def note_typing(connection: Connection, conversation: str, at: datetime) -> None:
    """Show it from now on for a few seconds; what nobody sees any more is deleted."""
    until = {"until": at + SHOWN}
    connection.execute(delete(typing).where(typing.c.until <= at))
    noted = upsert(connection, typing).values(conversation=conversation, **until)
    connection.execute(noted.on_conflict_do_update(index_elements=["conversation"], set_=until))


def typing_until(connection: Connection, conversation: str) -> datetime | None:
    """Until when it is shown, if it was noted."""
    query = select(typing.c.until).where(typing.c.conversation == conversation)
    until: datetime | None = connection.execute(query).scalar()
    return until


def stop_typing(connection: Connection, conversation: str) -> None:
    """What was being written has come."""
    connection.execute(delete(typing).where(typing.c.conversation == conversation))
