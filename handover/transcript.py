"""Adding to what was said, and reading it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from handover.records import Line
from handover.states import Speaker
from handover.tables import handovers, lines

PAGE = 500


@dataclass(frozen=True)
class Said:
    """A line before it has a number; see `Line`."""

    speaker: Speaker
    text: str
    language: str
    key: str | None = None
    agent_id: int | None = None
    response: str | None = None
    to_push: bool = False


def add_lines(
    connection: Connection,
    handover_id: int,
    said: Sequence[Said],
    at: datetime,
    condition: ColumnElement | None = None,
    **changes: Any,
) -> bool:
    """Number and add lines while a condition on the hand-over holds; False where it does not.

    The hand-over's row is locked until the transaction ends: numbers have no gaps, and whoever has
    read a number has read all before it. `changes` are made to the row at the same time.
    """
    chosen = handovers.c.id == handover_id
    if condition is not None:
        chosen = and_(chosen, condition)
    grown = {"last_line": handovers.c.last_line + len(said), **changes}
    if connection.execute(update(handovers).where(chosen).values(**grown)).rowcount == 0:
        return False
    if not said:
        return True
    row = connection.execute(
        select(handovers.c.last_line, handovers.c.conversation).where(handovers.c.id == handover_id)
    ).one()
    first = row.last_line - len(said) + 1
    rows = [
        {
            "handover_id": handover_id,
            "conversation": row.conversation,
            "number": first + place,
            "at": at,
            "speaker": one.speaker.value,
            "text": one.text,
            "language": one.language,
            "agent_id": one.agent_id,
            "key": one.key,
            "response": one.response,
            "to_push": one.to_push,
        }
        for place, one in enumerate(said)
    ]
    connection.execute(lines.insert(), rows)
    return True


def known_number(connection: Connection, handover_id: int, key: str) -> int | None:
    """The number of a line that was added before under this key."""
    query = select(lines.c.number).where(lines.c.handover_id == handover_id, lines.c.key == key)
    number: int | None = connection.execute(query).scalar()
    return number


def read_lines(connection: Connection, handover_id: int, after: int = 0) -> list[Line]:
    """The lines after a number, in order, at most 500."""
    query = (
        select(lines)
        .where(lines.c.handover_id == handover_id, lines.c.number > after)
        .order_by(lines.c.number)
        .limit(PAGE)
    )
    return [Line.from_row(row) for row in connection.execute(query)]
