"""Talks between students and agents: who waits, and who has whom."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.sql import Select

from handover import queue
from handover.audit import record
from handover.expiry import expire
from handover.queue import Wish
from handover.records import Handover
from handover.states import Outcome, State
from handover.tables import handovers
from identifiers.database import now, reading
from identifiers.repeating import repeated_when_cut

LEASE = timedelta(minutes=10)


class Talks:
    """The queue and the lease, each call a transaction of its own."""

    def __init__(self, engine: Engine, lease: timedelta = LEASE) -> None:
        self._engine = engine
        self.lease = lease

    @repeated_when_cut
    def enqueue(self, wish: Wish) -> tuple[int, int]:
        """Put a conversation into the queue; its id, and how many are before it."""
        with self._engine.begin() as connection:
            handover_id = queue.enqueue(connection, wish, now())
            return handover_id, queue.ahead_of(connection, handover_id)

    @repeated_when_cut
    def open_of(self, conversation: str) -> Handover | None:
        """The conversation's open hand-over."""
        with reading(self._engine) as connection:
            row = queue.open_row(connection, conversation)
        return Handover.from_row(row) if row else None

    def find(self, handover_id: int) -> Handover | None:
        """One hand-over, open or not."""
        query = select(handovers).where(handovers.c.id == handover_id)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return Handover.from_row(row) if row else None

    def waiting(self) -> list[Handover]:
        """Who waits, in the order in which they are to be taken."""
        order = (handovers.c.priority, handovers.c.queued_at, handovers.c.id)
        query = select(handovers).where(handovers.c.state == State.WAITING.value).order_by(*order)
        return self._all(query)

    def taken(self) -> list[Handover]:
        """All talks that an agent has, the oldest first."""
        query = select(handovers).where(handovers.c.state == State.TAKEN.value)
        return self._all(query.order_by(handovers.c.taken_at, handovers.c.id))

    def take(self, handover_id: int, agent_id: int) -> bool:
        """Whether the agent has the talk now; of several at once one gets it."""
        with self._engine.begin() as connection:
            return queue.take(connection, handover_id, agent_id, now(), self.lease)

    def renew(self, handover_id: int, agent_id: int) -> bool:
        """Hold the lease on while the agent works; False: the talk is not theirs any more."""
        with self._engine.begin() as connection:
            return queue.renew(connection, handover_id, agent_id, now(), self.lease)

    def close(self, handover_id: int, agent_id: int, outcome: Outcome) -> bool:
        """End a talk that the agent has."""
        with self._engine.begin() as connection:
            return queue.close(connection, handover_id, agent_id, outcome, now())

    def pass_on(self, handover_id: int, agent_id: int, to: int | None) -> bool:
        """Pass a talk on to a colleague, or to whoever is free."""
        with self._engine.begin() as connection:
            return queue.pass_on(connection, handover_id, agent_id, to, now())

    @repeated_when_cut
    def abandon(self, conversation: str) -> bool:
        """The student waits no more; False: nothing was open."""
        with self._engine.begin() as connection:
            return queue.abandon(connection, conversation, now())

    def note_reading(self, handover_id: int, agent_id: int) -> None:
        """Audit that somebody reads a talk that is not theirs."""
        with self._engine.begin() as connection:
            record(connection, "read", agent=agent_id, handover=handover_id)

    def expire(self, longest_wait: timedelta) -> list[int]:
        """End what has lasted too long; the ids of what this call ended."""
        with self._engine.begin() as connection:
            return expire(connection, now(), now() - longest_wait)

    def _all(self, query: Select) -> list[Handover]:
        with reading(self._engine) as connection:
            return [Handover.from_row(row) for row in connection.execute(query)]
