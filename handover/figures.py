"""What a supervisor wants to see: how many, how long, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import select
from sqlalchemy.engine import Engine, Row

from handover.states import CallState, State
from handover.tables import audit, call_backs, handovers
from identifiers.database import reading


@dataclass(frozen=True)
class Day:
    """One day: hand-overs begun, answered by an agent, and given up or expired unanswered."""

    begun: int
    answered: int
    unanswered: int


@dataclass(frozen=True)
class Overview:
    """A period's figures.

    `first_answer`: seconds from the queue to the agent's first words, as median and 90th centile,
    None where nobody was answered; `days`: by ISO date in the order of time; the other mappings
    count by cause, outcome and state.
    """

    waiting: int
    taken: int
    begun: int
    answered: int
    abandoned: int
    expired: int
    first_answer: tuple[float, float] | None
    days: dict[str, Day]
    causes: dict[str, int]
    outcomes: dict[str, int]
    calls: dict[str, int]


class Figures:
    """Counts, made when they are asked for; they name no student and no agent."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def audit(self, count: int) -> list[Row]:
        """The newest lines of the audit, newest first; see `handover.tables.audit`."""
        query = select(audit).order_by(audit.c.id.desc()).limit(count)
        with reading(self._engine) as connection:
            return list(connection.execute(query).all())

    def overview(self, since: datetime, until: datetime = datetime.max) -> Overview:
        """What began at a moment (UTC without zone) or later, and before another one."""
        begun, called = handovers.c.created_at, call_backs.c.created_at
        mine = select(handovers).where(begun >= since, begun < until)
        calls = select(call_backs.c.state).where(called >= since, called < until)
        with reading(self._engine) as connection:
            rows = connection.execute(mine.order_by(handovers.c.created_at)).all()
            states = connection.execute(calls).scalars().all()
        count = Counter(row.state for row in rows)
        waits = sorted(
            (row.answered_at - row.created_at).total_seconds() for row in rows if row.answered_at
        )
        days: dict[str, list[Row]] = {}
        for row in rows:
            days.setdefault(row.created_at.date().isoformat(), []).append(row)
        return Overview(
            waiting=count[State.WAITING.value],
            taken=count[State.TAKEN.value] + count[State.ON_CALL.value],
            begun=len(rows),
            answered=len(waits),
            abandoned=count[State.ABANDONED.value],
            expired=count[State.EXPIRED.value],
            first_answer=(median(waits), waits[int(0.9 * (len(waits) - 1))]) if waits else None,
            days={day: _day(some) for day, some in days.items()},
            causes=dict(Counter(row.cause for row in rows)),
            outcomes=dict(Counter(row.outcome for row in rows if row.outcome)),
            calls={state.value: states.count(state.value) for state in CallState},
        )


def _day(rows: list[Row]) -> Day:
    answered = sum(1 for row in rows if row.answered_at)
    ended = (State.ABANDONED.value, State.EXPIRED.value)
    unanswered = sum(1 for row in rows if row.state in ended and not row.answered_at)
    return Day(len(rows), answered, unanswered)
