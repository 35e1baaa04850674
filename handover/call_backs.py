"""Who wants to be called, when, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from sqlalchemy import and_, or_, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.sql import ColumnElement

from handover.audit import record
from handover.keys import Cipher
from handover.records import CallBack
from handover.states import CallState, Cause
from handover.summary import Summary
from handover.tables import call_backs
from identifiers.database import now, reading
from identifiers.repeating import repeated_when_cut

LEASE = timedelta(minutes=20)
# One who was not reached is tried again after this, so often.
AGAIN = timedelta(hours=1)
MOST_TRIES = 3
_TO_COME = (CallState.OPEN.value, CallState.TAKEN.value)


@dataclass(frozen=True)
class CallWish:
    """A call that somebody wants between two moments (UTC without zone)."""

    conversation: str
    language: str
    cause: Cause
    summary: Summary
    due_at: datetime
    due_until: datetime
    number: str = field(repr=False)


class CallBacks:
    """The calls to make, each call a transaction of its own."""

    def __init__(self, engine: Engine, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher

    @repeated_when_cut
    def ask(self, wish: CallWish) -> int:
        """Keep a wish, the number encrypted; a conversation's newest one counts."""
        at = now()
        earlier = and_(
            call_backs.c.conversation == wish.conversation, call_backs.c.state.in_(_TO_COME)
        )
        gone = {"state": CallState.CANCELLED.value, "number": None, "ended_at": at}
        values = {
            "conversation": wish.conversation,
            "language": wish.language,
            "cause": wish.cause.value,
            "topic": wish.summary.topics[-1] if wish.summary.topics else None,
            "summary": wish.summary.encode(),
            "number": self._cipher().encrypt(wish.number.encode()).decode(),
            "due_at": wish.due_at,
            "due_until": wish.due_until,
            "state": CallState.OPEN.value,
            "created_at": at,
        }
        with self._engine.begin() as connection:
            connection.execute(update(call_backs).where(earlier).values(**gone))
            inserted = connection.execute(call_backs.insert().values(**values))
            call_id = int(inserted.inserted_primary_key[0])
            record(connection, "call-back asked", call_back=call_id, detail=wish.cause.value)
        return call_id

    def to_make(self) -> list[CallBack]:
        """All calls that are still to be made, by their time."""
        query = select(call_backs).where(call_backs.c.state.in_(_TO_COME))
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(call_backs.c.due_at, call_backs.c.id))
            return [CallBack.from_row(row) for row in rows]

    def take(self, call_id: int, agent_id: int) -> bool:
        """Whether the call is the agent's now; of several at once one gets it."""
        at = now()
        free = or_(
            call_backs.c.state == CallState.OPEN.value,
            and_(call_backs.c.state == CallState.TAKEN.value, call_backs.c.lease_until <= at),
        )
        values = {
            "state": CallState.TAKEN.value,
            "agent_id": agent_id,
            "lease_until": at + LEASE,
        }
        return self._change(call_id, free, agent_id, "call-back taken", **values)

    def number(self, call_id: int, agent_id: int) -> str | None:
        """The number to call, for the agent who has the call; asking for it is audited."""
        mine = self._held(agent_id)
        if not self._change(call_id, mine, agent_id, "number shown", agent_id=agent_id):
            return None
        query = select(call_backs.c.number).where(call_backs.c.id == call_id)
        with reading(self._engine) as connection:
            kept = connection.execute(query).scalar()
        try:
            return self._cipher().decrypt(kept.encode()).decode() if kept else None
        except InvalidToken:
            return None

    def reached(self, call_id: int, agent_id: int) -> bool:
        """The call was made: the number is deleted."""
        done = {"state": CallState.DONE.value, "number": None, "ended_at": now()}
        return self._change(call_id, self._held(agent_id), agent_id, "call-back done", **done)

    def not_reached(self, call_id: int, agent_id: int) -> bool:
        """Nobody answered: tried again an hour later; after three tries no more."""
        last = {"state": CallState.FAILED.value, "number": None, "ended_at": now()}
        is_last = and_(self._held(agent_id), call_backs.c.tries >= MOST_TRIES - 1)
        if self._change(call_id, is_last, agent_id, "call-back failed", **last):
            return True
        at = now() + AGAIN
        again = {
            "state": CallState.OPEN.value,
            "agent_id": None,
            "tries": call_backs.c.tries + 1,
            "due_at": at,
            "due_until": at + AGAIN,
        }
        return self._change(call_id, self._held(agent_id), agent_id, "not reached", **again)

    @staticmethod
    def _held(agent_id: int) -> ColumnElement:
        return and_(call_backs.c.state == CallState.TAKEN.value, call_backs.c.agent_id == agent_id)

    def _change(
        self, call_id: int, condition: ColumnElement, agent: int, action: str, **values: object
    ) -> bool:
        mine = and_(call_backs.c.id == call_id, condition)
        with self._engine.begin() as connection:
            changed = connection.execute(update(call_backs).where(mine).values(**values))
            if changed.rowcount:
                record(connection, action, agent=agent, call_back=call_id)
        return bool(changed.rowcount)
