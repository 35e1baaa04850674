"""What students, agents and the assistant say to each other in a talk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import and_, func, select, update
from sqlalchemy.engine import Connection, Engine

from handover import queue
from handover.audit import record
from handover.records import Line
from handover.states import OPEN, Speaker, State
from handover.tables import handovers
from handover.talks import LEASE
from handover.transcript import Said, add_lines, known_number, read_lines
from identifiers.database import now, reading

TYPING = timedelta(seconds=6)


class Transcripts:
    """Adds to transcripts and reads them, each call a transaction of its own."""

    def __init__(self, engine: Engine, lease: timedelta = LEASE) -> None:
        self._engine = engine
        self._lease = lease

    def say_to_student(self, handover_id: int, agent_id: int, key: str, text: str) -> int | None:
        """Add the agent's words, once for each key, to be pushed; their number.

        None: the agent does not have the talk (any more), and nothing is said.
        """
        return self._say_as_agent(handover_id, agent_id, Speaker.AGENT, key, text)

    def note(self, handover_id: int, agent_id: int, key: str, text: str) -> int | None:
        """Add a note for colleagues, which no student sees; its number, or None as above."""
        return self._say_as_agent(handover_id, agent_id, Speaker.NOTE, key, text)

    def say_to_agent(self, conversation: str, key: str | None, text: str, language: str) -> bool:
        """Add the student's words to the talk; False: no agent has it, the assistant answers."""
        with self._engine.begin() as connection:
            row = queue.open_row(connection, conversation)
            if row is None or row.state != State.TAKEN.value:
                return False
            if key is not None and known_number(connection, row.id, key) is not None:
                return True
            said = Said(Speaker.STUDENT, text, language, key)
            still = and_(handovers.c.state == State.TAKEN.value, handovers.c.lease_until > now())
            return add_lines(connection, row.id, [said], now(), still, student_typing_until=None)

    def overhear(self, handover_id: int, said: Sequence[Said]) -> bool:
        """Add what student and assistant say to each other while the student waits."""
        with self._engine.begin() as connection:
            is_open = handovers.c.state.in_(OPEN)
            return add_lines(connection, handover_id, said, now(), is_open)

    def read(self, handover_id: int, after: int = 0) -> list[Line]:
        """What was said after a line's number."""
        with reading(self._engine) as connection:
            return read_lines(connection, handover_id, after)

    def student_types(self, conversation: str) -> None:
        """Show agents for a few seconds that the student writes."""
        mine = and_(handovers.c.conversation == conversation, handovers.c.state.in_(OPEN))
        with self._engine.begin() as connection:
            until = now() + TYPING
            connection.execute(update(handovers).where(mine).values(student_typing_until=until))

    def agent_types(self, handover_id: int, agent_id: int) -> str | None:
        """Show the student for a few seconds that the agent writes; holds the lease on.

        The conversation; None: the agent does not have the talk.
        """
        at = now()
        changes = {"agent_typing_until": at + TYPING, "lease_until": at + self._lease}
        query = select(handovers.c.conversation).where(handovers.c.id == handover_id)
        with self._engine.begin() as connection:
            held = queue.held_by(agent_id, at)
            if not add_lines(connection, handover_id, (), at, held, **changes):
                return None
            conversation: str = connection.execute(query).scalar_one()
        return conversation

    def _say_as_agent(
        self, handover_id: int, agent_id: int, speaker: Speaker, key: str, text: str
    ) -> int | None:
        at = now()
        changes = {"lease_until": at + self._lease, "agent_typing_until": None}
        if speaker is Speaker.AGENT:
            changes["answered_at"] = func.coalesce(handovers.c.answered_at, at)
        with self._engine.begin() as connection:
            held = queue.held_by(agent_id, at)
            # First the lock: the same words sent twice at once wait for each other here.
            if not add_lines(connection, handover_id, (), at, held, **changes):
                return None
            known = known_number(connection, handover_id, key)
            if known is not None:
                return known
            language = _language(connection, handover_id)
            to_push = speaker is Speaker.AGENT
            said = Said(speaker, text, language, key, agent_id, to_push=to_push)
            add_lines(connection, handover_id, [said], at)
            if speaker is Speaker.NOTE:
                record(connection, "noted", agent=agent_id, handover=handover_id)
            return known_number(connection, handover_id, key)


def _language(connection: Connection, handover_id: int) -> str:
    query = select(handovers.c.language).where(handovers.c.id == handover_id)
    return str(connection.execute(query).scalar_one())
