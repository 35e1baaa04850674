"""What people sent and what was reported, taken in once and kept until it is answered.

A web-hook call is acknowledged when its rows are committed. The inbox is the queue of the answers,
too: see `bot.outbox.turns` for the leases, which work alike.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.sql import ColumnElement

from bot.channels.messaging.database import writing
from bot.channels.messaging.delivery import Batch, Delivery, Said
from bot.channels.messaging.outcome import Outcome
from bot.channels.messaging.outgoing import Outgoing
from bot.channels.messaging.people import People
from bot.channels.messaging.reports import record_report
from bot.channels.messaging.sealing import InvalidToken
from bot.channels.messaging.tables import inbox
from bot.outbox.turns import LEASE
from identifiers.database import now, upsert

logger = logging.getLogger(__name__)


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
        outgoing: where answers are queued; it names database, channel and seal, too.
        people: where addresses are kept.
        conversation: the pseudonym of a sender.
        meaning: what an error code of a report means.
        lease: how long a message is another server's after its last sign of life.
    """

    def __init__(
        self,
        outgoing: Outgoing,
        people: People,
        conversation: Callable[[str], str],
        meaning: Callable[[int | None], Outcome],
        lease: timedelta = LEASE,
    ) -> None:
        self._engine: Engine = outgoing.engine
        self._channel = outgoing.channel
        self._seal = outgoing.seal
        self._outgoing = outgoing
        self._people = people
        self._conversation = conversation
        self._meaning = meaning
        self._lease = lease

    def take_in(self, batches: Sequence[Batch]) -> list[str]:
        """Keep what web-hook calls brought, all or nothing; the conversations to go on with.

        A message that was delivered before is not kept again; its conversation may be named.
        """
        deliveries = [one for batch in batches for one in batch.deliveries]
        rows = [self._row(delivery) for delivery in deliveries]
        conversations = [str(row["conversation"]) for row in rows]
        with writing(self._engine) as connection:
            for report in (one for batch in batches for one in batch.reports):
                failed = self._meaning(report.code) if report.state == "failed" else None
                record_report(self._outgoing, connection, report, failed)
            if rows:
                # In one order everywhere: two servers never wait for each other.
                rows.sort(key=lambda row: str(row["message"]))
                new = upsert(connection, inbox).on_conflict_do_nothing()
                connection.execute(new, rows)
                self._people.heard(connection, zip(conversations, deliveries, strict=True))
                self._outgoing.release(connection, conversations)
        return conversations

    def claim(self, conversation: str) -> InboxTurn | None:
        """The person's oldest waiting message; None: none waits, or it is being answered."""
        at = now()
        oldest = (
            select(inbox)
            .where(self.mine(conversation), _waiting())
            .order_by(inbox.c.sent_at, inbox.c.id)
            .limit(1)
        )
        with writing(self._engine) as connection:
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
            try:
                said = Said.from_json(self._seal.open(row.sealed))
            except InvalidToken:
                logger.error("%s: a message is lost with its key", self._channel)
                connection.execute(update(inbox).where(inbox.c.id == row.id).values(sealed=None))
                return None
        return InboxTurn(row.id, conversation, row.tries + 1, said)

    def renew(self, turn: InboxTurn) -> None:
        """Hold the lease on: the answer is still being worked on."""
        held = update(inbox).where(inbox.c.id == turn.id, _waiting())
        with writing(self._engine) as connection:
            connection.execute(held.values(leased_until=now() + self._lease))

    def complete(self, turn: InboxTurn, *payloads: Mapping[str, Any] | None) -> bool:
        """Queue the answers and count the message as answered, both or neither.

        False: another server was quicker, and nothing is queued.

        Args:
            payloads: None stands for no answer at all, as to a reaction.
        """
        said = [payload for payload in payloads if payload is not None]
        with writing(self._engine) as connection:
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

    def mine(self, conversation: str) -> ColumnElement:
        """The conversation's rows."""
        return and_(inbox.c.channel == self._channel, inbox.c.conversation == conversation)

    def _row(self, delivery: Delivery) -> dict[str, object]:
        return {
            "channel": self._channel,
            "message": self._seal.digest(delivery.said.message_id),
            "conversation": self._conversation(delivery.sender),
            "sent_at": delivery.sent_at,
            "received_at": now(),
            "sealed": self._seal.close(delivery.said.as_json()),
        }


def _waiting() -> ColumnElement:
    return inbox.c.sealed.isnot(None)


def _free(at: object) -> ColumnElement:
    return or_(inbox.c.leased_until.is_(None), inbox.c.leased_until <= at)
