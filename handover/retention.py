"""Deleting: what a student wants forgotten, and what is past its time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, delete, select, update
from sqlalchemy.engine import Connection, Engine

from handover import queue
from handover.audit import record
from handover.states import CallState
from handover.summary import Summary
from handover.tables import call_backs, handovers, lines
from identifiers.database import now

# What stands in the place of a conversation that nobody can be led back to.
FORGOTTEN = "forgotten"
_EMPTIED = {"conversation": FORGOTTEN, "summary": Summary().encode()}


class Retention:
    """Deletes words, numbers and names of conversations; what is counted stays."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def forget(self, conversation: str) -> dict[str, int]:
        """Delete all of a conversation; what was deleted: `agent_lines` and `call_backs`."""
        with self._engine.begin() as connection:
            queue.abandon(connection, conversation, now())
            said = connection.execute(delete(lines).where(lines.c.conversation == conversation))
            mine = handovers.c.conversation == conversation
            talks = connection.execute(update(handovers).where(mine).values(**_EMPTIED))
            calls = _forget_calls(connection, call_backs.c.conversation == conversation)
            if talks.rowcount or calls:
                record(connection, "forgotten")
        return {"agent_lines": int(said.rowcount), "call_backs": calls}

    def purge(self, ended_before: datetime) -> int:
        """Delete the words of what ended before a moment; how many talks and calls that were."""
        old = and_(handovers.c.ended_at < ended_before, handovers.c.conversation != FORGOTTEN)
        with self._engine.begin() as connection:
            ids = connection.execute(select(handovers.c.id).where(old)).scalars().all()
            connection.execute(delete(lines).where(lines.c.handover_id.in_(ids)))
            mine = handovers.c.id.in_(ids)
            connection.execute(update(handovers).where(mine).values(**_EMPTIED))
            ended = and_(
                call_backs.c.ended_at < ended_before, call_backs.c.conversation != FORGOTTEN
            )
            return len(ids) + _forget_calls(connection, ended)


def _forget_calls(connection: Connection, which: object) -> int:
    """Delete numbers and summaries; a call that was still to be made is cancelled."""
    to_come = (CallState.OPEN.value, CallState.TAKEN.value)
    cancelled = update(call_backs).where(which, call_backs.c.state.in_(to_come))
    connection.execute(cancelled.values(state=CallState.CANCELLED.value, ended_at=now()))
    emptied = update(call_backs).where(which).values(number=None, **_EMPTIED)
    return int(connection.execute(emptied).rowcount)
