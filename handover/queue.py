"""The queue and the lease: who waits, and which one agent has the talk.

Every change of state is one conditional UPDATE: of two agents, or an agent and the clock, the
database lets exactly one through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import ColumnElement

from handover.audit import record
from handover.states import OPEN, Cause, Outcome, Speaker, State
from handover.summary import Summary
from handover.tables import handovers
from handover.transcript import Said, add_lines

RESERVATION = timedelta(minutes=2)
TAKEN_NOTICE, CLOSED_NOTICE = "utter_handover_taken", "utter_handover_closed"
PASSED_ON_NOTICE = "utter_handover_passed_on"


@dataclass(frozen=True)
class Wish:
    """What goes to the queue; `before`: what was said until now, without identifiers.

    `on_call`: nobody is to take it at the desk, since the caller is put through by telephone.
    """

    conversation: str
    channel: str
    language: str
    cause: Cause
    summary: Summary
    before: Sequence[Said] = ()
    on_call: bool = False


def enqueue(connection: Connection, wish: Wish, at: datetime) -> int:
    """The hand-over's id: a new one, or the one that the conversation has open.

    An emergency that comes while the conversation waits moves it to the front.
    """
    priority = 0 if wish.cause is Cause.EMERGENCY else 1
    try:
        with connection.begin_nested():
            handover_id = _insert(connection, wish, priority, at)
    except IntegrityError:
        known = open_row(connection, wish.conversation)
        if known is None:
            raise
        if priority < known.priority:
            urgent = {"priority": priority, "cause": wish.cause.value}
            add_lines(connection, known.id, (), at, _is(State.WAITING), **urgent)
        return int(known.id)
    add_lines(connection, handover_id, wish.before, at)
    deed = "put through" if wish.on_call else "queued"
    record(connection, deed, handover=handover_id, detail=wish.cause.value)
    return handover_id


def open_row(connection: Connection, conversation: str) -> Row | None:
    """The conversation's open hand-over."""
    mine = and_(handovers.c.conversation == conversation, handovers.c.state.in_(OPEN))
    return connection.execute(select(handovers).where(mine)).first()


def ahead_of(connection: Connection, handover_id: int) -> int:
    """How many conversations are taken before this one."""
    me = connection.execute(select(handovers).where(handovers.c.id == handover_id)).one()
    earlier = or_(
        handovers.c.priority < me.priority,
        and_(
            handovers.c.priority == me.priority,
            or_(
                handovers.c.queued_at < me.queued_at,
                and_(handovers.c.queued_at == me.queued_at, handovers.c.id < me.id),
            ),
        ),
    )
    query = select(func.count()).select_from(handovers).where(_is(State.WAITING), earlier)
    return int(connection.execute(query).scalar_one())


def take(
    connection: Connection, handover_id: int, agent_id: int, at: datetime, lease: timedelta
) -> bool:
    """Give an agent the talk and tell the student; False: somebody else has it, or it is over."""
    free = or_(
        handovers.c.reserved_for.is_(None),
        handovers.c.reserved_for == agent_id,
        handovers.c.reserved_until <= at,
    )
    changes = {
        "state": State.TAKEN.value,
        "agent_id": agent_id,
        "taken_at": func.coalesce(handovers.c.taken_at, at),
        "lease_until": at + lease,
        "reserved_for": None,
        "reserved_until": None,
    }
    condition = and_(_is(State.WAITING), free)
    told = notice(connection, handover_id, TAKEN_NOTICE, agent_id)
    taken = add_lines(connection, handover_id, told, at, condition, **changes)
    if taken:
        record(connection, "taken", agent=agent_id, handover=handover_id)
    return taken


def renew(
    connection: Connection, handover_id: int, agent_id: int, at: datetime, lease: timedelta
) -> bool:
    """Hold the lease on; False: the agent does not have the talk (any more)."""
    return add_lines(connection, handover_id, (), at, held_by(agent_id, at), lease_until=at + lease)


def close(
    connection: Connection, handover_id: int, agent_id: int, outcome: Outcome, at: datetime
) -> bool:
    """End the talk: the assistant is there again, and says so."""
    changes = {"state": State.CLOSED.value, "ended_at": at, "outcome": outcome.value}
    told = notice(connection, handover_id, CLOSED_NOTICE, agent_id)
    closed = add_lines(connection, handover_id, told, at, held_by(agent_id, at), **changes)
    if closed:
        record(connection, "closed", agent=agent_id, handover=handover_id, detail=outcome.value)
    return closed


def pass_on(
    connection: Connection, handover_id: int, agent_id: int, to: int | None, at: datetime
) -> bool:
    """Back to the front of the queue, for a colleague at first where one is named."""
    changes = {
        "state": State.WAITING.value,
        "agent_id": None,
        "lease_until": None,
        "agent_typing_until": None,
        "reserved_for": to,
        "reserved_until": at + RESERVATION if to else None,
        "priority": 0,
        "queued_at": at,
    }
    told = notice(connection, handover_id, PASSED_ON_NOTICE, agent_id)
    passed = add_lines(connection, handover_id, told, at, held_by(agent_id, at), **changes)
    if passed:
        detail = f"to {to}" if to else "to the queue"
        record(connection, "passed on", agent=agent_id, handover=handover_id, detail=detail)
    return passed


def abandon(connection: Connection, conversation: str, at: datetime) -> bool:
    """The student does not want it any more; False: nothing was open."""
    row = open_row(connection, conversation)
    if row is None:
        return False
    changes = {"state": State.ABANDONED.value, "ended_at": at}
    left = add_lines(connection, row.id, (), at, handovers.c.state.in_(OPEN), **changes)
    if left:
        record(connection, "abandoned", handover=row.id)
    return left


def held_by(agent_id: int, at: datetime) -> ColumnElement:
    """The agent has the talk at a moment."""
    return and_(_is(State.TAKEN), handovers.c.agent_id == agent_id, handovers.c.lease_until > at)


def _is(state: State) -> ColumnElement:
    return handovers.c.state == state.value


def _insert(connection: Connection, wish: Wish, priority: int, at: datetime) -> int:
    values = {
        "conversation": wish.conversation,
        "channel": wish.channel,
        "language": wish.language,
        "cause": wish.cause.value,
        "topic": wish.summary.topics[-1] if wish.summary.topics else None,
        "summary": wish.summary.encode(),
        "priority": priority,
        "state": (State.ON_CALL if wish.on_call else State.WAITING).value,
        "created_at": at,
        "queued_at": at,
    }
    inserted = connection.execute(handovers.insert().values(**values))
    return int(inserted.inserted_primary_key[0])


def notice(
    connection: Connection, handover_id: int, response: str, agent_id: int | None
) -> tuple[Said, ...]:
    """A notice to the student, in their language, to be pushed."""
    query = select(handovers.c.language).where(handovers.c.id == handover_id)
    language = connection.execute(query).scalar() or "ar"
    said = Said(Speaker.SYSTEM, "", language, agent_id=agent_id, response=response, to_push=True)
    return (said,)
