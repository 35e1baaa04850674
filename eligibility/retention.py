"""Deletes what need not be kept any longer: applications of past years, and their look-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, insert, select
from sqlalchemy.engine import Connection, Engine

from eligibility.models import ApplicationRow, Delivery, Lookup, Maintenance, StatusChange
from eligibility.traces import overwrite_deleted

FIRST_MONTH = 9  # of an academic year
_ROWS_AT_ONCE = 2000


@dataclass(frozen=True)
class OldData:
    """How many applications, and how many look-ups in the audit, are of earlier years."""

    applications: int
    lookups: int


def count_old(engine: Engine, year: int) -> OldData:
    """What `purge` would delete.

    Args:
        year: in which the first academic year that is kept begins.
    """
    with engine.connect() as connection:
        old = select(func.count()).select_from(ApplicationRow).where(_is_old(year))
        lookups = select(func.count()).select_from(Lookup).where(Lookup.at < _begin(year))
        return OldData(
            connection.execute(old).scalar_one(), connection.execute(lookups).scalar_one()
        )


def purge(engine: Engine, year: int, now: datetime) -> OldData:
    """Delete the applications of academic years before the one that begins in `year`.

    Their histories go with them, and look-ups and empty deliveries from before it began. In short
    transactions: look-ups do not wait, and what was interrupted is gone on with by the next call.

    Args:
        now: UTC without zone.
    """
    applications = last = 0
    while ids := _some_old(engine, year, last):
        last = ids[-1]
        with engine.begin() as connection:
            applications += _delete_applications(connection, ids)
    with engine.begin() as connection:
        lookups = connection.execute(delete(Lookup).where(Lookup.at < _begin(year))).rowcount
        connection.execute(delete(Delivery).where(Delivery.imported_at < _begin(year), _is_empty()))
        row = {"at": now, "action": "purge", "applications": applications}
        connection.execute(insert(Maintenance).values(**row))
    overwrite_deleted(engine)
    return OldData(applications, lookups)


def _is_old(year: int) -> Any:
    return ApplicationRow.academic_year < f"{year}-{year + 1}"


def _begin(year: int) -> datetime:
    return datetime(year, FIRST_MONTH, 1)


def _some_old(engine: Engine, year: int, after: int) -> list[int]:
    query = select(ApplicationRow.id).where(and_(_is_old(year), ApplicationRow.id > after))
    with engine.connect() as connection:
        found = connection.execute(query.order_by(ApplicationRow.id).limit(_ROWS_AT_ONCE))
        return list(found.scalars())


def _delete_applications(connection: Connection, ids: list[int]) -> int:
    connection.execute(delete(StatusChange).where(StatusChange.application_id.in_(ids)))
    return int(
        connection.execute(delete(ApplicationRow).where(ApplicationRow.id.in_(ids))).rowcount
    )


def _is_empty() -> Any:
    return and_(
        Delivery.id.not_in(select(ApplicationRow.delivery_id)),
        Delivery.id.not_in(select(StatusChange.delivery_id)),
    )
