"""What agents said and has to reach the student's channel: in order, and held until it has.

The transcript itself is the queue. A server that pushes a line holds a short lease on it; where a
server dies, another goes on. Of a conversation only the oldest line that waits can be claimed.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.sql import ColumnElement

from handover.records import Line
from handover.tables import agents, handovers, lines
from identifiers.database import now, reading

LEASE = timedelta(seconds=15)
# Then the student's channel has not taken it for an hour or more.
MOST_TRIES = 40
LONGEST_PAUSE = timedelta(minutes=2)


class Deliveries:
    """The lines that wait to be pushed."""

    def __init__(self, engine: Engine, lease: timedelta = LEASE) -> None:
        self._engine = engine
        self._lease = lease

    def pending(self) -> list[str]:
        """Conversations whose oldest line that waits may be pushed now."""
        free = or_(lines.c.push_after.is_(None), lines.c.push_after <= now())
        oldest = select(func.min(lines.c.id)).where(_waits()).group_by(lines.c.conversation)
        query = select(lines.c.conversation).where(lines.c.id.in_(oldest), free)
        with reading(self._engine) as connection:
            return list(connection.execute(query).scalars())

    def claim(self, conversation: str) -> Line | None:
        """The conversation's oldest line that waits; None: none does, or a server is busy."""
        oldest = (
            select(lines)
            .where(_waits(), lines.c.conversation == conversation)
            .order_by(lines.c.id)
            .limit(1)
        )
        at = now()
        with self._engine.begin() as connection:
            row = connection.execute(oldest).first()
            if row is None:
                return None
            free = or_(lines.c.push_after.is_(None), lines.c.push_after <= at)
            held = {"push_after": at + self._lease, "push_tries": row.push_tries + 1}
            mine = and_(lines.c.id == row.id, _waits(), free)
            claimed = connection.execute(update(lines).where(mine).values(**held))
            return Line.from_row(row) if claimed.rowcount else None

    def done(self, line: Line) -> None:
        """The channel has it."""
        self._set(line, to_push=False, pushed_at=now(), push_after=None)

    def failed(self, line: Line) -> None:
        """The channel did not take it: again after a while, longer each time, at last no more."""
        tries = line.push_tries + 1
        if tries >= MOST_TRIES:
            self.lost(line)
            return
        pause = min(timedelta(seconds=2 ** min(tries, 8)), LONGEST_PAUSE)
        self._set(line, push_after=now() + pause)

    def lost(self, line: Line) -> None:
        """Nobody can be reached there any more: the desk says so."""
        self._set(line, to_push=False, push_after=None)

    def channel_of(self, line: Line) -> str:
        """The name of the channel that the student is on."""
        query = select(handovers.c.channel).where(handovers.c.id == line.handover_id)
        with reading(self._engine) as connection:
            return str(connection.execute(query).scalar_one())

    def agent_of(self, line: Line) -> str:
        """The name under which students see the agent, "" where none is meant."""
        query = select(agents.c.shown_as).where(agents.c.id == line.agent_id)
        with reading(self._engine) as connection:
            return str(connection.execute(query).scalar() or "")

    def _set(self, line: Line, **values: object) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(lines).where(lines.c.id == line.id).values(**values))


def _waits() -> ColumnElement:
    return lines.c.to_push.is_(True)
