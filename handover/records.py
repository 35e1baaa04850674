"""What the store gives out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.engine import Row

from handover.states import CallState, Cause, Outcome, Speaker, State
from handover.summary import Summary


@dataclass(frozen=True)
class Handover:
    """A conversation that went to a person; times are UTC without zone."""

    id: int
    conversation: str
    channel: str
    language: str
    cause: Cause
    summary: Summary
    priority: int
    state: State
    created_at: datetime
    queued_at: datetime
    taken_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    outcome: Outcome | None
    agent_id: int | None
    lease_until: datetime | None
    reserved_for: int | None
    reserved_until: datetime | None
    last_line: int
    student_typing_until: datetime | None
    external_id: str | None
    external_line: int

    @classmethod
    def from_row(cls, row: Row) -> Handover:
        """From a row of `handover.tables.handovers`."""
        kept = {name: row[name] for name in cls.__dataclass_fields__}
        kept["cause"] = Cause(row.cause)
        kept["state"] = State(row.state)
        kept["outcome"] = Outcome(row.outcome) if row.outcome else None
        kept["summary"] = Summary.decode(row.summary)
        return cls(**kept)


@dataclass(frozen=True)
class Line:
    """One thing said, without identifiers; `number` counts 1, 2, 3 … in its hand-over.

    `response`: the domain's response that a notice says, in the place of a text. `pushed_at`: when
    it reached the student's channel, of what has to.
    """

    id: int
    handover_id: int
    conversation: str
    number: int
    at: datetime
    speaker: Speaker
    text: str
    language: str
    agent_id: int | None
    key: str | None
    response: str | None
    to_push: bool
    pushed_at: datetime | None
    push_tries: int

    @classmethod
    def from_row(cls, row: Row) -> Line:
        """From a row of `handover.tables.lines`."""
        kept = {name: row[name] for name in cls.__dataclass_fields__}
        return cls(**{**kept, "speaker": Speaker(row.speaker)})


@dataclass(frozen=True)
class CallBack:
    """Somebody to call; the number stays encrypted until an agent asks for it."""

    id: int
    conversation: str
    language: str
    cause: Cause
    summary: Summary
    due_at: datetime
    due_until: datetime
    state: CallState
    agent_id: int | None
    lease_until: datetime | None
    tries: int
    created_at: datetime
    number: str | None = field(repr=False)

    @classmethod
    def from_row(cls, row: Row) -> CallBack:
        """From a row of `handover.tables.call_backs`."""
        kept = {name: row[name] for name in cls.__dataclass_fields__}
        kept["cause"] = Cause(row.cause)
        kept["state"] = CallState(row.state)
        kept["summary"] = Summary.decode(row.summary)
        return cls(**kept)
