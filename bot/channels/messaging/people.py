"""Where the people are reached who wrote to us, so that they can be written to later.

An address is sealed, and kept for as long as an answer may still come; longer only while the
person wants to be told of something.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import itemgetter

from sqlalchemy import and_, case, delete, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql import ColumnElement

from bot.channels.messaging.database import writing
from bot.channels.messaging.delivery import Address, Delivery
from bot.channels.messaging.sealing import InvalidToken, Seal
from bot.channels.messaging.tables import people
from identifiers.database import now, upsert

# An agent may come back to a talk within a week.
KEPT = timedelta(days=8)
AT_ONCE = 500
# Longer than any wish to be told of something lasts.
KEPT_IN_TOUCH = timedelta(days=400)


@dataclass(frozen=True)
class Person:
    """How a conversation's person is reached; `heard_at`: their last message (UTC, no zone)."""

    address: Address = field(repr=False)
    heard_at: datetime


class People:
    """The addresses of one platform."""

    def __init__(self, engine: Engine, channel: str, seal: Seal) -> None:
        self._engine = engine
        self._channel = channel
        self._seal = seal

    def heard(self, connection: Connection, said: Iterable[tuple[str, Delivery]]) -> None:
        """People wrote, by conversation; messages may come in any order."""
        until = now() + KEPT
        latest: dict[str, Delivery] = {}
        for conversation, delivery in said:
            known = latest.setdefault(conversation, delivery)
            if known.sent_at < delivery.sent_at:
                latest[conversation] = delivery
        row = upsert(connection, people)
        later = {
            "sealed": row.excluded.sealed,
            "heard_at": _later(people.c.heard_at, row.excluded.heard_at),
            "kept_until": _later(people.c.kept_until, row.excluded.kept_until),
        }
        key = ["channel", "conversation"]
        rows = [
            {
                "channel": self._channel,
                "conversation": conversation,
                "sealed": self._seal.close(dict(delivery.said.address)),
                "heard_at": delivery.sent_at,
                "kept_until": until,
            }
            for conversation, delivery in sorted(latest.items(), key=itemgetter(0))
        ]
        connection.execute(row.on_conflict_do_update(index_elements=key, set_=later), rows)

    def find(self, connection: Connection, conversation: str) -> Person | None:
        """The conversation's person; None: never heard, forgotten, or too long ago."""
        row = connection.execute(select(people).where(self._is(conversation))).first()
        if row is None:
            return None
        try:
            return Person(self._seal.open(row.sealed), row.heard_at)
        except InvalidToken:
            return None

    def known(self, conversations: Iterable[str]) -> set[str]:
        """Those conversations whose address is kept."""
        wanted, found = list(conversations), set()
        with self._engine.connect() as connection:
            for start in range(0, len(wanted), AT_ONCE):
                some = people.c.conversation.in_(wanted[start : start + AT_ONCE])
                query = select(people.c.conversation).where(people.c.channel == self._channel, some)
                found |= set(connection.execute(query).scalars())
        return found

    def stay_in_touch(self, conversation: str, wanted: bool) -> None:
        """Keep the address for as long as the person wants to be told of something, or no more."""
        until = now() + (KEPT_IN_TOUCH if wanted else KEPT)
        with writing(self._engine) as connection:
            mine = update(people).where(self._is(conversation))
            connection.execute(mine.values(kept_until=until))

    def forget(self, connection: Connection, conversation: str) -> None:
        """Delete the address."""
        connection.execute(delete(people).where(self._is(conversation)))

    def sweep(self, connection: Connection) -> None:
        """Delete the addresses whose time is over."""
        connection.execute(delete(people).where(people.c.kept_until < now()))

    def _is(self, conversation: str) -> ColumnElement:
        return and_(people.c.channel == self._channel, people.c.conversation == conversation)


def _later(one: ColumnElement, other: ColumnElement) -> ColumnElement:
    return case((one > other, one), else_=other)
