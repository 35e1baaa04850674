"""Messages that wait to be sent, are being sent, or were: across servers and restarts.

waiting → sending → sent → delivered → read, or failed. A message whose server died while sending,
or whose sending ended without an answer, is `unknown`: it is sent again only after the platform had
time to report it. One outside the platform's window for free answers is `parked` until the person
writes again.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql import ColumnElement

from bot.channels.messaging.delivery import Address, Report
from bot.channels.messaging.outcome import Kind, Outcome
from bot.channels.messaging.sealing import Seal
from bot.channels.messaging.tables import outgoing
from bot.outbox.database import now

# Longer than a client waits for the platform.
LEASE = timedelta(seconds=30)
# Within which a platform that has a message reports it.
SETTLE = timedelta(seconds=60)
FIRST_WAIT, LONGEST_WAIT = 2.0, 600.0
MAX_TRIES = 12
OPERATOR_WAIT = timedelta(minutes=5)
# An answer is worth nothing later, and the platform's window for it is over.
MAX_AGE = timedelta(hours=23)

_ACTIVE = outgoing.c.state.in_(("waiting", "sending", "unknown"))
_RANK = {"sent": 1, "delivered": 2, "read": 3}


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
        self._engine = engine
        self._channel = channel
        self._seal = seal
        self._reminder = reminder

    def add(
        self,
        connection: Connection,
        conversation: str,
        address: Address,
        payloads: Sequence[Mapping[str, Any]],
    ) -> None:
        """Queue messages within a transaction."""
        at = now()
        rows = [
            {
                "channel": self._channel,
                "conversation": conversation,
                "reference": uuid.uuid4().hex,
                "state": "waiting",
                "sealed": self._seal.close({"address": dict(address), "payload": payload}),
                "not_before": at,
                "created_at": at,
                "changed_at": at,
            }
            for payload in payloads
        ]
        if rows:
            connection.execute(outgoing.insert(), rows)

    def claim(self, conversation: str) -> Outbound | None:
        """The person's oldest message that is not sent; None: there is none, or not yet."""
        at = now()
        oldest = (
            select(outgoing)
            .where(self._mine(conversation), _ACTIVE)
            .order_by(outgoing.c.id)
            .limit(1)
        )
        with self._engine.begin() as connection:
            row = connection.execute(oldest).first()
            if row is None or row.not_before > at:
                return None
            if row.state == "sending":
                # Its server died: the platform may have it.
                _change(connection, row, state="unknown", not_before=at + SETTLE)
                return None
            claimed = _change(
                connection, row, state="sending", not_before=at + LEASE, tries=row.tries + 1
            )
        if not claimed:
            return None
        content = self._seal.open(row.sealed)
        return Outbound(
            row.id,
            row.conversation,
            row.reference,
            row.tries + 1,
            row.created_at,
            content["address"],
            content["payload"],
        )

    def settle(self, outbound: Outbound, outcome: Outcome, keep: bool) -> str:
        """Record what became of a message; returns its state.

        Args:
            keep: the platform reports later, so that the content may be needed again.
        """
        at = now()
        values = _after(outcome, outbound.tries, outbound.created_at, at)
        if outcome.message_id:
            values["message"] = self._seal.digest(outcome.message_id)
        if values["state"] == "failed" or (values["state"] == "sent" and not keep):
            values["sealed"] = None
        # A report may have been quicker than the answer to the sending.
        still = and_(outgoing.c.id == outbound.id, outgoing.c.state == "sending")
        with self._engine.begin() as connection:
            if values["state"] == "parked":
                self._remind(connection, outbound.conversation, outbound.address)
            connection.execute(update(outgoing).where(still).values(changed_at=at, **values))
            if outcome.kind is Kind.UNREACHABLE:
                rest = and_(self._mine(outbound.conversation), _ACTIVE)
                gone = {"state": "failed", "sealed": None, "error": values["error"]}
                connection.execute(update(outgoing).where(rest).values(changed_at=at, **gone))
        return str(values["state"])

    def report(self, connection: Connection, report: Report, failed: Outcome | None) -> None:
        """Record a platform's report; `failed` is what its error code means."""
        row = connection.execute(select(outgoing).where(self._reported(report))).first()
        if row is None or row.state in ("failed", "parked"):
            return
        if failed is None:
            if _RANK.get(report.state, 0) > _RANK.get(row.state, 0):
                _change(connection, row, state=report.state, sealed=None, error=None)
        elif row.state not in ("delivered", "read"):
            values = _after(failed, row.tries, row.created_at, now())
            if row.sealed is None or failed.kind is Kind.SENT:
                values = {"state": "failed", "error": values["error"]}
            if values["state"] == "failed":
                values["sealed"] = None
            if values["state"] == "parked":
                address = self._seal.open(row.sealed)["address"]
                self._remind(connection, row.conversation, address)
            _change(connection, row, **values)

    def release(self, connection: Connection, conversation: str) -> None:
        """The person wrote: what was parked may be sent."""
        parked = and_(self._mine(conversation), outgoing.c.state == "parked")
        values = {"state": "waiting", "not_before": now(), "changed_at": now()}
        connection.execute(update(outgoing).where(parked).values(**values))

    def due(self) -> list[str]:
        """Conversations with a message whose time has come."""
        query = select(outgoing.c.conversation).where(
            outgoing.c.channel == self._channel, _ACTIVE, outgoing.c.not_before <= now()
        )
        with self._engine.connect() as connection:
            return list(connection.execute(query.distinct()).scalars())

    def _remind(self, connection: Connection, conversation: str, address: Address) -> None:
        """Once, before the first answer is parked."""
        parked = select(outgoing.c.id).where(self._mine(conversation), outgoing.c.state == "parked")
        if self._reminder and connection.execute(parked).first() is None:
            self.add(connection, conversation, address, [self._reminder])

    def _mine(self, conversation: str) -> ColumnElement:
        return and_(outgoing.c.channel == self._channel, outgoing.c.conversation == conversation)

    def _reported(self, report: Report) -> ColumnElement:
        known = []
        if report.reference:
            known.append(outgoing.c.reference == report.reference)
        if report.message_id:
            known.append(outgoing.c.message == self._seal.digest(report.message_id))
        return and_(outgoing.c.channel == self._channel, or_(*known))


def _change(connection: Connection, row: Any, **values: Any) -> bool:
    """Whether the row was still as it was read, and is changed now."""
    same = and_(
        outgoing.c.id == row.id,
        outgoing.c.state == row.state,
        outgoing.c.not_before == row.not_before,
    )
    changed = connection.execute(update(outgoing).where(same).values(changed_at=now(), **values))
    return bool(changed.rowcount)


def _after(outcome: Outcome, tries: int, created_at: datetime, at: datetime) -> dict[str, Any]:
    """State, earliest next try and error after an outcome."""
    error = None if outcome.code is None else str(outcome.code)
    kind = outcome.kind
    too_late = at - created_at > MAX_AGE
    if kind is Kind.SENT:
        return {"state": "sent", "error": None}
    if kind is Kind.WINDOW:
        return {"state": "parked", "error": error}
    if kind is Kind.OPERATOR and not too_late:
        return {"state": "waiting", "not_before": at + OPERATOR_WAIT, "error": error}
    if kind is Kind.UNKNOWN and tries < MAX_TRIES:
        return {"state": "unknown", "not_before": at + SETTLE, "error": error}
    if kind is Kind.RETRY and tries < MAX_TRIES and not too_late:
        wait = timedelta(seconds=outcome.wait or _back_off(tries))
        return {"state": "waiting", "not_before": at + wait, "error": error}
    return {"state": "failed", "error": error}


def _back_off(tries: int) -> float:
    """Seconds: twice as long each time, spread so that not all come back at once."""
    longest: float = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - 1))
    return random.uniform(longest / 2, longest)
