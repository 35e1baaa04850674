"""Callers who are put through by telephone: the desk shows them, a gateway ends them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, func, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.sql import ColumnElement

from handover.audit import record
from handover.records import Handover
from handover.states import Outcome, State
from handover.tables import handovers
from identifiers.database import now, reading


class Calls:
    """Each call of a method is a transaction of its own; a caller is named by the conversation."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def under_way(self) -> list[Handover]:
        """Who is put through or speaks with somebody, the first first."""
        mine = handovers.c.state == State.ON_CALL.value
        query = select(handovers).where(mine).order_by(handovers.c.queued_at, handovers.c.id)
        with reading(self._engine) as connection:
            return [Handover.from_row(row) for row in connection.execute(query)]

    def answered(self, conversation: str) -> bool:
        """Somebody has picked up; told again, it changes nothing."""
        untold = and_(_on_call(conversation), handovers.c.answered_at.is_(None))
        return self._change(untold, "answered", answered_at=now())

    def over(self, conversation: str, spoke: timedelta = timedelta()) -> bool:
        """Somebody had picked up, and it is over.

        Args:
            spoke: how long, for a gateway that did not tell when they picked up.
        """
        at = now()
        changes = {
            "state": State.CLOSED.value,
            "outcome": Outcome.SPOKEN.value,
            "answered_at": func.coalesce(handovers.c.answered_at, at - spoke),
            "ended_at": at,
        }
        return self._change(_on_call(conversation), "call over", **changes)

    def unanswered(self, conversation: str) -> bool:
        """Nobody has picked up."""
        changes = {"state": State.EXPIRED.value, "ended_at": now()}
        return self._change(_on_call(conversation), "call not answered", **changes)

    def hung_up(self, conversation: str) -> bool:
        """The caller is gone: it is over if somebody had picked up, else they gave up."""
        spoken = and_(_on_call(conversation), handovers.c.answered_at.is_not(None))
        ended: dict[str, str | datetime] = {"ended_at": now()}
        over = {"state": State.CLOSED.value, "outcome": Outcome.SPOKEN.value, **ended}
        if self._change(spoken, "call over", **over):
            return True
        left = {"state": State.ABANDONED.value, **ended}
        return self._change(_on_call(conversation), "abandoned", **left)

    def _change(self, which: ColumnElement, deed: str, **changes: object) -> bool:
        with self._engine.begin() as connection:
            handover_id = connection.execute(select(handovers.c.id).where(which)).scalar()
            mine = and_(handovers.c.id == handover_id, which)
            done = connection.execute(update(handovers).where(mine).values(**changes)).rowcount > 0
            if done:
                record(connection, deed, handover=handover_id)
        return done


def _on_call(conversation: str) -> ColumnElement:
    mine = handovers.c.conversation == conversation
    return and_(mine, handovers.c.state == State.ON_CALL.value)
