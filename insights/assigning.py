"""Which conversation an event belongs to: a new one after an hour's silence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from identifiers.database import upsert
from insights.pseudonyms import Pseudonyms
from insights.tables import conversations, open_conversations

# As long as Rasa's own session (domain.yml: session_expiration_time).
SILENCE = timedelta(minutes=60)
# Votes come late, and other servers' events may.
KEPT_OPEN = timedelta(hours=2)


@dataclass(frozen=True)
class _Open:
    conversation: str
    started_at: datetime
    last_at: datetime

    def takes(self, at: datetime) -> bool:
        """Whether something said at a moment still belongs to it, a little before it, too."""
        return self.started_at - SILENCE <= at <= self.last_at + SILENCE


class Assigning:
    """Conversations that go on, within one transaction; written by `write`."""

    def __init__(self, connection: Connection, pseudonyms: Pseudonyms) -> None:
        self._connection = connection
        self._pseudonyms = pseudonyms
        self._open: dict[str, _Open | None] = {}
        self._begun: list[dict[str, object]] = []
        self._changed: set[str] = set()

    def open_of(self, pseudonym: str) -> str | None:
        """The conversation of a sender that goes on, or did a short while ago."""
        found = self._look_up(pseudonym)
        return found.conversation if found else None

    def conversation_of(self, sender: str, at: datetime, channel: str) -> str:
        """The conversation of a moment, begun now where none goes on."""
        pseudonym = self._pseudonyms.sender(sender)
        found = self._look_up(pseudonym)
        if found is None or not found.takes(at):
            found = _Open(self._pseudonyms.conversation(sender, at), at, at)
            row = {"id": found.conversation, "started_at": at, "channel": channel}
            self._begun.append(row)
        elif channel:
            self._name_channel(found.conversation, channel)
        self._open[pseudonym] = replace(found, last_at=max(found.last_at, at))
        self._changed.add(pseudonym)
        return found.conversation

    def forget(self, pseudonym: str) -> None:
        """A sender's conversation, which has been deleted, goes on no more."""
        self._open[pseudonym] = None
        self._changed.discard(pseudonym)

    def write(self) -> None:
        """Write the conversations that began or went on; forget whose those are that ended."""
        if self._begun:
            begun = upsert(self._connection, conversations).on_conflict_do_nothing()
            self._connection.execute(begun, self._begun)
            self._begun = []
        for pseudonym in self._changed:
            self._write_open(pseudonym)
        self._changed = set()
        latest = max((one.last_at for one in self._open.values() if one), default=None)
        if latest is not None:
            ended = open_conversations.c.last_at < latest - KEPT_OPEN
            self._connection.execute(delete(open_conversations).where(ended))

    def _name_channel(self, conversation: str, channel: str) -> None:
        """An event without a channel may have begun it."""
        for row in self._begun:
            if row["id"] == conversation and not row["channel"]:
                row["channel"] = channel

    def _write_open(self, pseudonym: str) -> None:
        found = self._open[pseudonym]
        assert found is not None
        row = {
            "conversation": found.conversation,
            "started_at": found.started_at,
            "last_at": found.last_at,
        }
        kept = upsert(self._connection, open_conversations).values(sender=pseudonym, **row)
        self._connection.execute(kept.on_conflict_do_update(index_elements=["sender"], set_=row))

    def _look_up(self, pseudonym: str) -> _Open | None:
        if pseudonym not in self._open:
            query = select(open_conversations).where(open_conversations.c.sender == pseudonym)
            row = self._connection.execute(query).first()
            self._open[pseudonym] = (
                _Open(row.conversation, row.started_at, row.last_at) if row else None
            )
        return self._open[pseudonym]
