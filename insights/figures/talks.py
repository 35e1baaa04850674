"""Whole conversations out of the store, one at a time: memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Table, select
from sqlalchemy.engine import Connection, Engine, Row

from identifiers.database import reading
from insights.figures.period import Period
from insights.tables import conversations, messages, steps

_AT_ONCE = 2_000


@dataclass(frozen=True)
class Talk:
    """A conversation; `messages` and `steps` are rows of `insights.tables`, in order of time."""

    started_at: datetime
    channel: str
    messages: list[Row]
    steps: list[Row]


def read_talks(engine: Engine, period: Period) -> Iterator[Talk]:
    """Every conversation that began in a period and in which something was said."""
    with reading(engine) as connection:
        streamed = connection.execution_options(stream_results=True, yield_per=_AT_ONCE)
        said = _by_conversation(streamed, messages, period)
        done = _by_conversation(streamed, steps, period)
        steps_of, its_steps = next(done, ("", []))
        for conversation, its_messages in said:
            # Both come in the order of the ids.
            while steps_of and steps_of < conversation:
                steps_of, its_steps = next(done, ("", []))
            mine = its_steps if steps_of == conversation else []
            first = its_messages[0]
            yield Talk(first.started_at, first.channel, its_messages, mine)


def _by_conversation(
    connection: Connection, table: Table, period: Period
) -> Iterator[tuple[str, list[Row]]]:
    begun, over = period.bounds()
    query = (
        select(table, conversations.c.started_at, conversations.c.channel)
        .join(conversations, table.c.conversation == conversations.c.id)
        .where(conversations.c.started_at >= begun, conversations.c.started_at < over)
        .order_by(table.c.conversation, table.c.at)
    )
    rows = connection.execute(query)
    for conversation, some in groupby(rows, lambda row: row.conversation):
        yield conversation, list(some)
