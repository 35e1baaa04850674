"""Talks and waits that have lasted too long."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.engine import Connection

from handover.audit import record
from handover.queue import notice
from handover.states import State
from handover.tables import handovers
from handover.transcript import add_lines

LEASE_NOTICE, UNANSWERED_NOTICE = "utter_handover_lease_ended", "utter_handover_unanswered"


def expire(connection: Connection, at: datetime, waiting_since: datetime) -> list[int]:
    """End the talks whose lease ran out, and the waits that began before a moment; tell both."""
    lease_ended = and_(handovers.c.state == State.TAKEN.value, handovers.c.lease_until <= at)
    unanswered = and_(
        handovers.c.state == State.WAITING.value, handovers.c.queued_at <= waiting_since
    )
    ended = []
    for condition, response in ((lease_ended, LEASE_NOTICE), (unanswered, UNANSWERED_NOTICE)):
        for row in connection.execute(select(handovers).where(condition)).all():
            changes = {"state": State.EXPIRED.value, "ended_at": at}
            told = notice(connection, row.id, response, row.agent_id)
            if add_lines(connection, row.id, told, at, condition, **changes):
                record(connection, "expired", handover=row.id, detail=row.state)
                ended.append(int(row.id))
    return ended
