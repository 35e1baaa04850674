"""Takes events into the store: each one once, however often it is delivered."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from identifiers.database import now, upsert
from insights.assigning import Assigning
from insights.database import writing
from insights.events import EventReader, Forget, Kind, NotAnEvent, Record, Said, Step
from insights.forgetting import forget_sender, forgotten_until
from insights.pseudonyms import Pseudonyms
from insights.tables import messages, steps

BATCH = 500
Rows = dict[str, list[dict[str, Any]]]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Taken:
    """Counts: bodies that were no events, and rows that are new."""

    unreadable: int
    new: int


class TakingIn:
    """The one consumer of events, whatever they come by.

    Args:
        text_kept: how long words are kept; older ones are not even taken in.
    """

    def __init__(
        self, engine: Engine, pseudonyms: Pseudonyms, reader: EventReader, text_kept: timedelta
    ) -> None:
        self._engine = engine
        self._pseudonyms = pseudonyms
        self._reader = reader
        self._text_kept = text_kept

    def take(self, bodies: Iterable[bytes]) -> Taken:
        """Take bodies in, a transaction for each 500 of them.

        Once it returns all of them are kept. Where it raises, some are; taking all of them again
        doubles none.

        Raises:
            SQLAlchemyError: the database cannot be used.
        """
        unreadable = new = 0
        source = iter(bodies)
        while batch := list(islice(source, BATCH)):
            records = self._read(batch)
            unreadable += len(batch) - len(records)
            with writing(self._engine) as connection:
                new += self._keep(connection, [one for one in records if one is not None])
        if unreadable:
            logger.warning("%d bodies were no events", unreadable)
        return Taken(unreadable, new)

    def _read(self, bodies: Sequence[bytes]) -> list[Record | None]:
        records = []
        for body in bodies:
            try:
                records.append(self._reader.read(body))
            except NotAnEvent:
                continue
        return records

    def _keep(self, connection: Connection, records: Sequence[Record]) -> int:
        """Keep what is new, in order: what was said before a wish to be forgotten goes with it."""
        known = _known(connection, [one.key for one in records if not isinstance(one, Forget)])
        stones = forgotten_until(connection)
        pseudonyms = {one.sender: self._pseudonyms.sender(one.sender) for one in records}
        assigning = Assigning(connection, self._pseudonyms, pseudonyms.values())
        rows: Rows = {"messages": [], "steps": []}
        new = 0
        for record in records:
            pseudonym = pseudonyms[record.sender]
            if isinstance(record, Forget):
                _insert(connection, assigning, rows)
                forget_sender(connection, self._pseudonyms, record.sender, record.at)
                assigning.forget(pseudonym)
                stones[pseudonym] = record.at
            elif record.at <= stones.get(pseudonym, datetime.min):
                continue
            elif isinstance(record, Step) and record.kind is Kind.VOTE:
                assigning.begin()
                new += _vote(connection, record, assigning.open_of(pseudonym))
            elif record.key not in known:
                known.add(record.key)
                new += self._add(record, pseudonym, assigning, rows)
        _insert(connection, assigning, rows)
        assigning.write()
        return new

    def _add(self, record: Said | Step, pseudonym: str, assigning: Assigning, rows: Rows) -> int:
        """Put a record's row among those that wait; 0 where it belongs to no conversation."""
        row: dict[str, Any] = {"key": record.key, "at": record.at}
        if isinstance(record, Said):
            spoken = (record.sender, record.at, record.channel)
            row |= {"conversation": assigning.of_message(pseudonym, *spoken), **record.fields}
            if record.at < now() - self._text_kept:
                row["text"] = None
            rows["messages"].append(row)
            return 1
        conversation = assigning.of_step(pseudonym, record.at)
        if conversation is None:
            return 0
        more = {"kind": record.kind.value, "name": record.name, "detail": record.detail}
        rows["steps"].append({**row, "conversation": conversation, **more})
        return 1


def _known(connection: Connection, keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for table in (messages, steps):
        query = select(table.c.key).where(table.c.key.in_(keys))
        found.update(connection.execute(query).scalars())
    return found


def _insert(connection: Connection, assigning: Assigning, rows: Rows) -> None:
    """Write what waits; conversations first, to which the rows belong."""
    assigning.begin()
    for table, waiting in ((messages, rows["messages"]), (steps, rows["steps"])):
        if waiting:
            connection.execute(table.insert(), waiting)
            waiting.clear()


def _vote(connection: Connection, vote: Step, conversation: str | None) -> int:
    """Keep a vote; one on the same answer takes the place of an earlier one."""
    newer = {"at": vote.at, "detail": vote.detail}
    cast = upsert(connection, steps).values(
        key=vote.key, conversation=conversation, kind=vote.kind.value, name=vote.name, **newer
    )
    changed = cast.on_conflict_do_update(
        index_elements=["key"], set_=newer, where=steps.c.at < vote.at
    )
    return int(connection.execute(changed).rowcount > 0)
