"""What people sent and what was reported, taken in once and kept until it is answered.

A web-hook call is acknowledged when its rows are committed. The inbox is the queue of the answers,
too: see `bot.outbox.turns` for the leases, which work alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql import ColumnElement

from bot.channels.messaging.delivery import Batch, Delivery, Said
from bot.channels.messaging.outcome import Outcome
from bot.channels.messaging.outgoing import Outgoing
from bot.channels.messaging.sealing import Seal
from bot.channels.messaging.tables import inbox, outgoing
from bot.outbox.database import now, upsert
from bot.outbox.turns import LEASE

# Meta delivers again for up to seven days what was not acknowledged.
KEPT = timedelta(days=8)


@dataclass(frozen=True)
class InboxTurn:
    """A message to answer now; `tries` counts this one."""

    id: int
    conversation: str
    tries: int
    said: Said = field(repr=False)


class Inbox:
    """The messages of one platform.

    Args:
        conversation: the pseudonym of a sender.
        lease: how long a message is another server's after its last sign of life.
    """

    def __init__(
        self,
        engine: Engine,
        channel: str,
        seal: Seal,
        outgoing: Outgoing,
        conversation: Callable[[str], str],
        lease: timedelta = LEASE,
    ) -> None:
        self._engine = engine
        self._channel = channel
        self._seal = seal
        self._outgoing = outgoing
        self._conversation = conversation
        self._lease = lease

    def take_in(self, batch: Batch, meaning: Callable[[int | None], Outcome]) -> list[str]:
        """Keep a web-hook's messages and reports, all or nothing; the conversations to go on with.

        Args:
            meaning: what an error code of a report means.
        """
        changed = []
        with self._engine.begin() as connection:
            for report in batch.reports:
                failed = meaning(report.code) if report.state == "failed" else None
                self._outgoing.report(connection, report, failed)
            for delivery in batch.deliveries:
                conversation = self._conversation(delivery.sender)
                if self._insert(connection, conversation, delivery):
                    self._outgoing.release(connection, conversation)
                    changed.append(conversation)
        return changed

    def claim(self, conversation: str) -> InboxTurn | None:
        """The person's oldest waiting message; None: none waits, or it is being answered."""
        at = now()
        oldest = (
            select(inbox)
            .where(self._mine(conversation), _waiting())
            .order_by(inbox.c.sent_at, inbox.c.id)
            .limit(1)
        )
        with self._engine.begin() as connection:
            row = connection.execute(oldest).first()
            if row is None:
                return None
            claimed = connection.execute(
                update(inbox)
                .where(inbox.c.id == row.id, _waiting(), _free(at))
                .values(leased_until=at + self._lease, tries=inbox.c.tries + 1)
            )
        if claimed.rowcount == 0:
            return None
        said = Said.from_json(self._seal.open(row.sealed))
        return InboxTurn(row.id, conversation, row.tries + 1, said)

    def renew(self, turn: InboxTurn) -> None:
        """Hold the lease on: the answer is still being worked on."""
        held = update(inbox).where(inbox.c.id == turn.id, _waiting())
        with self._engine.begin() as connection:
            connection.execute(held.values(leased_until=now() + self._lease))

    def complete(self, turn: InboxTurn, *payloads: Mapping[str, Any] | None) -> bool:
        """Queue the answers and count the message as answered, both or neither.

        False: another server was quicker, and nothing is queued.

        Args:
            payloads: None stands for no answer at all, as to a reaction.
        """
        said = [payload for payload in payloads if payload is not None]
        with self._engine.begin() as connection:
            done = connection.execute(
                update(inbox)
                .where(inbox.c.id == turn.id, _waiting())
                .values(sealed=None, leased_until=None)
            )
            if done.rowcount:
                self._outgoing.add(connection, turn.conversation, turn.said.address, said)
        return bool(done.rowcount)

    def abandoned(self) -> list[str]:
        """Conversations with a message that waits and that no server is busy with."""
        query = select(inbox.c.conversation).where(
            inbox.c.channel == self._channel, _waiting(), _free(now())
        )
        with self._engine.connect() as connection:
            return list(connection.execute(query.distinct()).scalars())

    def last_heard(self, conversation: str) -> datetime | None:
        """When the person wrote last (UTC without zone), as far back as is kept."""
        query = select(func.max(inbox.c.sent_at)).where(self._mine(conversation))
        with self._engine.connect() as connection:
            heard: datetime | None = connection.execute(query).scalar()
        return heard

    def forget(self, conversation: str, but: int) -> dict[str, int]:
        """Delete what waits of a person, in and out, but one message; returns the counts."""
        mine = outgoing.c.conversation == conversation
        with self._engine.begin() as connection:
            came = connection.execute(
                delete(inbox).where(self._mine(conversation), inbox.c.id != but)
            )
            went = connection.execute(
                delete(outgoing).where(outgoing.c.channel == self._channel, mine)
            )
        return {"received": came.rowcount, "sent": went.rowcount}

    def sweep(self) -> None:
        """Delete what is older than the platform's own patience."""
        before = now() - KEPT
        with self._engine.begin() as connection:
            connection.execute(delete(inbox).where(inbox.c.received_at < before))
            connection.execute(delete(outgoing).where(outgoing.c.created_at < before))

    def _insert(self, connection: Connection, conversation: str, delivery: Delivery) -> bool:
        """Whether it had not been delivered before."""
        row = upsert(connection, inbox).values(
            channel=self._channel,
            message=self._seal.digest(delivery.said.message_id),
            conversation=conversation,
            sent_at=delivery.sent_at,
            received_at=now(),
            sealed=self._seal.close(delivery.said.as_json()),
        )
        return bool(connection.execute(row.on_conflict_do_nothing()).rowcount)

    def _mine(self, conversation: str) -> ColumnElement:
        return and_(inbox.c.channel == self._channel, inbox.c.conversation == conversation)


def _waiting() -> ColumnElement:
    return inbox.c.sealed.isnot(None)


def _free(at: datetime) -> ColumnElement:
    return or_(inbox.c.leased_until.is_(None), inbox.c.leased_until <= at)


def payload_list(payloads: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any] | None]:
    """What `Inbox.complete` takes: at least one thing, be it "no answer"."""
    return list(payloads) or [None]
