"""Which conversation an event belongs to: a new one after an hour's silence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
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
    """Conversations that go on, within one transaction; `begin` and `write` write them.

    Args:
        senders: the pseudonyms of all whose events are to be assigned.
    """

    def __init__(
        self, connection: Connection, pseudonyms: Pseudonyms, senders: Collection[str]
    ) -> None:
        self._connection = connection
        self._pseudonyms = pseudonyms
        query = select(open_conversations).where(open_conversations.c.sender.in_(senders))
        self._open = {
            row.sender: _Open(row.conversation, row.started_at, row.last_at)
            for row in connection.execute(query)
        }
        self._begun: list[dict[str, object]] = []

    def open_of(self, pseudonym: str) -> str | None:
        """The conversation of a sender that goes on, or did a short while ago."""
        found = self._open.get(pseudonym)
        return found.conversation if found else None

    def of_message(self, pseudonym: str, sender: str, at: datetime, channel: str) -> str:
        """The conversation of a message, begun by it where none goes on."""
        going_on = self.of_step(pseudonym, at)
        if going_on is not None:
            return going_on
        begun = _Open(self._pseudonyms.conversation(sender, at), at, at)
        self._open[pseudonym] = begun
        row = {"id": begun.conversation, "started_at": at, "channel": channel}
        self._begun.append(row)
        return begun.conversation

    def of_step(self, pseudonym: str, at: datetime) -> str | None:
        """The conversation that goes on at a moment; only a message begins one."""
        found = self._open.get(pseudonym)
        if found is None or not found.takes(at):
            return None
        self._open[pseudonym] = replace(found, last_at=max(found.last_at, at))
        return found.conversation

    def forget(self, pseudonym: str) -> None:
        """A sender's conversation, which has been deleted, goes on no more."""
        self._open.pop(pseudonym, None)

    def begin(self) -> None:
        """Write the conversations that began: rows may refer to them."""
        if self._begun:
            begun = upsert(self._connection, conversations).on_conflict_do_nothing()
            self._connection.execute(begun, self._begun)
            self._begun = []

    def write(self) -> None:
        """Write which conversations go on, and forget whose those are that ended."""
        self.begin()
        if not self._open:
            return
        rows = [{"sender": sender, **asdict(one)} for sender, one in self._open.items()]
        kept = upsert(self._connection, open_conversations)
        newer = {name: kept.excluded[name] for name in ("conversation", "started_at", "last_at")}
        kept = kept.on_conflict_do_update(index_elements=["sender"], set_=newer)
        self._connection.execute(kept, rows)
        latest = max(one.last_at for one in self._open.values())
        ended = open_conversations.c.last_at < latest - KEPT_OPEN
        self._connection.execute(delete(open_conversations).where(ended))
