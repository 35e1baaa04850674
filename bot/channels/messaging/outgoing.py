"""Messages that wait to be sent, are being sent, or were: across servers and restarts.

waiting → sending → sent → delivered → read, or failed. A message whose server died while sending,
or whose sending ended without an answer, is `unknown`: it is sent again only after the platform had
time to report it. One outside the platform's window for free answers is `parked` until the person
writes again.
"""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql import ColumnElement

from bot.channels.messaging import aftermath
from bot.channels.messaging.database import writing
from bot.channels.messaging.delivery import Address
from bot.channels.messaging.outcome import Kind, Outcome
from bot.channels.messaging.sealing import InvalidToken, Seal
from bot.channels.messaging.tables import outgoing
from identifiers.database import now, upsert

# Longer than a client waits for the platform.
LEASE = timedelta(seconds=30)

_ACTIVE = outgoing.c.state.in_(("waiting", "sending", "unknown"))

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outbound:
    """A message to send now; `tries` counts this one."""

    id: int
    conversation: str
    reference: str
    tries: int
    created_at: datetime
    address: Address = field(repr=False)
    payload: Mapping[str, Any] = field(repr=False)


class Outgoing:
    """The queue of one platform.

    Args:
        reminder: what the platform lets us send when an answer has to be parked.
    """

    def __init__(
        self,
        engine: Engine,
        channel: str,
        seal: Seal,
        reminder: Mapping[str, Any] | None = None,
    ) -> None:
        self.engine = engine
        self.channel = channel
        self.seal = seal
        self._reminder = reminder

    def add(
        self,
        connection: Connection,
        conversation: str,
        address: Address,
        payloads: Sequence[Mapping[str, Any]],
        key: str = "",
        state: str = "waiting",
    ) -> None:
        """Queue messages within a transaction.

        Args:
            key: what the messages are about; the same key is queued once. "": about nothing.
            state: waiting, or parked.
        """
        at = now()
        for number, payload in enumerate(payloads):
            row = upsert(connection, outgoing).values(
                channel=self.channel,
                conversation=conversation,
                reference=_reference(f"{conversation} {number} {key}" if key else ""),
                state=state,
                sealed=self.seal.close({"address": dict(address), "payload": payload}),
                not_before=at,
                created_at=at,
                changed_at=at,
            )
            connection.execute(row.on_conflict_do_nothing(index_elements=["reference"]))

    def claim(self, conversation: str) -> Outbound | None:
        """The person's oldest message that is not sent; None: there is none, or not yet."""
        at = now()
        oldest = (
            select(outgoing)
            .where(self.mine(conversation), _ACTIVE)
            .order_by(outgoing.c.id)
            .limit(1)
        )
        with writing(self.engine) as connection:
            row = connection.execute(oldest).first()
            if row is None or row.not_before > at:
                return None
            if row.state == "sending":
                # Its server died: the platform may have it.
                change(connection, row, state="unknown", not_before=at + aftermath.SETTLE)
                return None
            try:
                content = self.seal.open(row.sealed)
            except InvalidToken:
                logger.error("%s: a message is lost with its key", self.channel)
                change(connection, row, state="failed", sealed=None, error="key")
                return None
            values = {"state": "sending", "not_before": at + LEASE, "tries": row.tries + 1}
            if not change(connection, row, **values):
                return None
        return Outbound(
            *(row.id, row.conversation, row.reference, row.tries + 1, row.created_at),
            address=content["address"],
            payload=content["payload"],
        )

    def settle(self, outbound: Outbound, outcome: Outcome, keep: bool) -> str:
        """Record what became of a message; returns its state.

        Args:
            keep: the platform reports later, so that the content may be needed again.
        """
        at = now()
        values = aftermath.after(outcome, outbound.tries, outbound.created_at, at)
        if outcome.message_id:
            values["message"] = self.seal.digest(outcome.message_id)
        if values["state"] == "failed" or (values["state"] == "sent" and not keep):
            values["sealed"] = None
        # A report may have been quicker than the answer to the sending.
        still = and_(outgoing.c.id == outbound.id, outgoing.c.state == "sending")
        with writing(self.engine) as connection:
            if values["state"] == "parked":
                self.remind(connection, outbound.conversation, outbound.address)
            connection.execute(update(outgoing).where(still).values(changed_at=at, **values))
            if outcome.kind is Kind.UNREACHABLE:
                rest = and_(self.mine(outbound.conversation), _ACTIVE)
                gone = {"state": "failed", "sealed": None, "error": values["error"]}
                connection.execute(update(outgoing).where(rest).values(changed_at=at, **gone))
        return str(values["state"])

    def release(self, connection: Connection, conversations: Sequence[str]) -> None:
        """These people wrote: what was parked for them may be sent."""
        theirs = outgoing.c.conversation.in_(set(conversations))
        parked = and_(outgoing.c.channel == self.channel, outgoing.c.state == "parked", theirs)
        values = {"state": "waiting", "not_before": now(), "changed_at": now()}
        connection.execute(update(outgoing).where(parked).values(**values))

    def due(self) -> list[str]:
        """Conversations with a message whose time has come."""
        query = select(outgoing.c.conversation).where(
            outgoing.c.channel == self.channel, _ACTIVE, outgoing.c.not_before <= now()
        )
        with self.engine.connect() as connection:
            return list(connection.execute(query.distinct()).scalars())

    def remind(self, connection: Connection, conversation: str, address: Address) -> None:
        """Once, before the first answer is parked."""
        parked = select(outgoing.c.id).where(self.mine(conversation), outgoing.c.state == "parked")
        if self._reminder and connection.execute(parked).first() is None:
            self.add(connection, conversation, address, [self._reminder])

    def mine(self, conversation: str) -> ColumnElement:
        """The conversation's rows."""
        return and_(outgoing.c.channel == self.channel, outgoing.c.conversation == conversation)


def change(connection: Connection, row: Any, **values: Any) -> bool:
    """Whether the row was still as it was read, and is changed now."""
    same = and_(
        outgoing.c.id == row.id,
        outgoing.c.state == row.state,
        outgoing.c.not_before == row.not_before,
    )
    changed = connection.execute(update(outgoing).where(same).values(changed_at=now(), **values))
    return bool(changed.rowcount)


def _reference(key: str) -> str:
    """32 hex digits that go to the platform and come back with its reports."""
    return hashlib.sha256(key.encode()).hexdigest()[:32] if key else uuid.uuid4().hex
