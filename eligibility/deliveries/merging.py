"""Brings staged lines into the store, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import TextClause

from eligibility.deliveries import merge_sql as sql
from eligibility.deliveries.problems import LineProblem, Problems
from eligibility.deliveries.staging import writing
from eligibility.deliveries.tables import STATES
from eligibility.generations import refuse_older
from eligibility.models import ApplicationRow, Delivery
from eligibility.person import Digests
from eligibility.turns import hold_applications


@dataclass(frozen=True)
class Received:
    """A delivery as it is recorded: file name, SHA-256 in hex, time (UTC without zone)."""

    name: str
    digest: str
    imported_at: datetime


def gather(connection: Connection, lines: int, problems: Problems) -> int:
    """Put the staged lines together by application; returns how many applications there are.

    Two lines that say different things of one moment go to `problems`: neither can be believed.
    """
    with connection.begin():
        if connection.execute(sql.GATHER_SINGLE_LINES).rowcount == lines:
            return lines
        connection.execute(sql.GATHER_OTHERS)
        for line, earlier in connection.execute(sql.CONTRADICTIONS):
            problem = f"contradicts line {earlier}: same person, year and time"
            problems.add(line, LineProblem("status", problem, "keep the line that is right"))
        count = select(func.count()).where(STATES.c.newest == 1)
        return int(connection.execute(count).scalar_one())


def drop_what_is_known(connection: Connection) -> None:
    """Leave only what changes the store: whoever waits for the merge waits for that alone."""
    with connection.begin():
        _analyse(connection, STATES.name)
        connection.execute(sql.DROP_WHAT_IS_KNOWN)


def merge(connection: Connection, digests: Digests, received: Received) -> tuple[int, int]:
    """Change the store; returns how many applications were added and how many changed.

    Raises:
        KeyMismatch: the key was changed since the lines were staged; nothing is stored.
    """
    with writing(connection):
        hold_applications(connection)
        refuse_older(connection, digests)
        values = {"delivery": _record(connection, received), "key_id": digests.key_id}
        changed = _execute(connection, sql.TOUCH, values)
        if changed:
            for statement in sql.CHANGES:
                _execute(connection, statement, values)
        values["last_known"] = connection.execute(select(func.max(ApplicationRow.id))).scalar() or 0
        added = _execute(connection, sql.ADD_APPLICATIONS, values)
        if added:
            _analyse(connection, ApplicationRow.__tablename__)
            _execute(connection, sql.ADD_THEIR_HISTORY, values)
    return added, changed


def _record(connection: Connection, received: Received) -> int:
    row = insert(Delivery).values(
        name=received.name, digest=received.digest, imported_at=received.imported_at
    )
    return int(connection.execute(row).inserted_primary_key[0])


def _execute(connection: Connection, statement: TextClause, values: dict[str, object]) -> int:
    """Returns how many rows were concerned; a statement takes those of the values that it names."""
    return int(connection.execute(statement, values).rowcount)


def _analyse(connection: Connection, table: str) -> None:
    """PostgreSQL's planner knows nothing of rows that have only just come."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ANALYZE {table}"))
