"""What a platform reports of messages that it took: sent, delivered, read, or failed after all."""

from __future__ import annotations

from sqlalchemy import and_, or_, select
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql import ColumnElement

from bot.channels.messaging import aftermath
from bot.channels.messaging.delivery import Report
from bot.channels.messaging.outcome import Kind, Outcome
from bot.channels.messaging.outgoing import Outgoing, change
from bot.channels.messaging.tables import outgoing
from identifiers.database import now

_RANK = {"sent": 1, "delivered": 2, "read": 3}


def record_report(
    queue: Outgoing, connection: Connection, report: Report, failed: Outcome | None
) -> None:
    """Record a report within a transaction; they come in any order, and more than once.

    Args:
        failed: what the report's error code means, where it reports a failure.
    """
    if not report.reference and not report.message_id:
        return
    row = connection.execute(select(outgoing).where(_reported(queue, report))).first()
    if row is None or row.state in ("failed", "parked"):
        return
    if failed is not None:
        _record_failure(queue, connection, row, failed)
    elif _RANK.get(report.state, 0) > _RANK.get(row.state, 0):
        change(connection, row, state=report.state, sealed=None, error=None)


def _record_failure(queue: Outgoing, connection: Connection, row: Row, failed: Outcome) -> None:
    if row.state in ("delivered", "read"):
        return
    values = aftermath.after(failed, row.tries, row.created_at, now())
    if row.sealed is None or failed.kind is Kind.SENT:
        # Its content is gone: it cannot be sent again.
        values = {"state": "failed", "error": values["error"]}
    if values["state"] == "failed":
        values["sealed"] = None
    if values["state"] == "parked":
        address = queue.seal.open(row.sealed)["address"]
        queue.remind(connection, row.conversation, address)
    change(connection, row, **values)


def _reported(queue: Outgoing, report: Report) -> ColumnElement:
    known = []
    if report.reference:
        known.append(outgoing.c.reference == report.reference)
    if report.message_id:
        known.append(outgoing.c.message == queue.seal.digest(report.message_id))
    return and_(outgoing.c.channel == queue.channel, or_(*known))
