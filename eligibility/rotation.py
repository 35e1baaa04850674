"""Brings every stored digest to the newest key, without anybody's identifiers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Column, MetaData, Table, delete, insert, select, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from eligibility.deliveries.staging import ROWS_AT_ONCE, load, staging, writing
from eligibility.generations import count_older
from eligibility.models import DIGEST, ApplicationRow, Lock, Maintenance, WrongTry
from eligibility.person import Digests
from eligibility.traces import overwrite_deleted
from eligibility.turns import hold_applications

RENEWED = Table(
    "renewed_digests",
    MetaData(),
    Column("old", DIGEST, primary_key=True),
    Column("new", DIGEST),
    sqlite_with_rowid=False,
    prefixes=["TEMPORARY"],
)

_RENEW = text("""
UPDATE applications SET key_id = :key_id, person_digest = (
  SELECT r.new FROM renewed_digests AS r WHERE r.old = applications.person_digest
)
WHERE person_digest IN (SELECT old FROM renewed_digests)
""")

# Applications that a server with an outdated key stored beside newer ones of the same person.
_DOUBLES = """
SELECT a.id FROM renewed_digests AS r
  JOIN applications AS a ON a.person_digest = r.old
  JOIN applications AS b ON b.person_digest = r.new AND b.academic_year = a.academic_year
"""
_DROP_DOUBLES = (
    text(f"DELETE FROM status_changes WHERE application_id IN ({_DOUBLES})"),
    text(f"DELETE FROM applications WHERE id IN ({_DOUBLES})"),
)


def renew_digests(engine: Engine, digests: Digests, now: datetime) -> int:
    """Put all applications under the newest key, in one transaction; returns how many there were.

    Wrong tries and locks are forgotten: what they are counted by is under the older key, too.
    Nothing of the old digests stays in SQLite's files; PostgreSQL frees their place.

    Args:
        now: UTC without zone.

    Raises:
        KeyMismatch: some are under a key that `digests` does not have.
    """
    with staging(engine, RENEWED) as connection:
        with connection.begin():
            count = count_older(connection, digests)
            load(connection, RENEWED, _renewed(connection, digests))
        with writing(connection):
            hold_applications(connection)
            _renew(connection, digests)
            if count_older(connection, digests):
                # They came, or came back, while the others were prepared.
                load(connection, RENEWED, _renewed(connection, digests))
                _renew(connection, digests)
            connection.execute(delete(WrongTry))
            connection.execute(delete(Lock))
            row = {"at": now, "action": "rotate-key", "applications": count}
            connection.execute(insert(Maintenance).values(**row))
    overwrite_deleted(engine)
    return count


def _renewed(connection: Connection, digests: Digests) -> Iterator[tuple[str, str]]:
    """Every digest of an older generation, in order, with what becomes of it."""
    row, last = ApplicationRow, ""
    while True:
        query = (
            select(row.person_digest, row.key_id)
            .where(row.key_id != digests.key_id, row.person_digest > last)
            .distinct()
            .order_by(row.person_digest)
            .limit(ROWS_AT_ONCE)
        )
        batch = connection.execute(query).all()
        if not batch:
            return
        last = batch[-1].person_digest
        for digest, key_id in batch:
            yield digest, digests.renewed(digest, key_id)


def _renew(connection: Connection, digests: Digests) -> None:
    try:
        with connection.begin_nested():
            connection.execute(_RENEW, {"key_id": digests.key_id})
    except IntegrityError:
        for statement in _DROP_DOUBLES:
            connection.execute(statement)
        connection.execute(_RENEW, {"key_id": digests.key_id})
