"""Deleting what the messengers' tables hold: on a person's wish, and by itself after its time."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, delete

from bot.channels.messaging.database import writing
from bot.channels.messaging.inbox import Inbox
from bot.channels.messaging.outgoing import Outgoing
from bot.channels.messaging.people import People
from bot.channels.messaging.tables import inbox as inbox_rows
from bot.channels.messaging.tables import outgoing as outgoing_rows
from identifiers.database import now

# Meta delivers again for up to seven days what was not acknowledged.
KEPT = timedelta(days=8)


class Erasing:
    """Deletes rows of one platform's people."""

    def __init__(self, inbox: Inbox, outgoing: Outgoing, people: People) -> None:
        self._inbox = inbox
        self._outgoing = outgoing
        self._people = people

    def forget(self, conversation: str, but: int) -> None:
        """Delete a person's messages, in and out, and address; all but one message of theirs.

        Args:
            but: id of the message by which they ask for it, which is still to be answered.
        """
        others = and_(self._inbox.mine(conversation), inbox_rows.c.id != but)
        with writing(self._outgoing.engine) as connection:
            connection.execute(delete(inbox_rows).where(others))
            connection.execute(delete(outgoing_rows).where(self._outgoing.mine(conversation)))
            self._people.forget(connection, conversation)

    def sweep(self) -> None:
        """Delete what is older than the platform's own patience."""
        before = now() - KEPT
        with writing(self._outgoing.engine) as connection:
            connection.execute(delete(inbox_rows).where(inbox_rows.c.received_at < before))
            connection.execute(delete(outgoing_rows).where(outgoing_rows.c.created_at < before))
            self._people.sweep(connection)
