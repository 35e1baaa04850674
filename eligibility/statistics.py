"""Figures of the store for its operators; none tells anything of a single person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, true
from sqlalchemy.engine import Connection, Engine

from eligibility.models import (
    ApplicationRow,
    Delivery,
    Lock,
    Lookup,
    Maintenance,
    WrongTry,
)

FEW = 5
LATEST = 20
DAYS = 30


@dataclass(frozen=True)
class Statistics:
    """Counts of applications, one a person and year; times are UTC without zone.

    `by_delivery`: of the latest deliveries that brought what stands in any application, by name and
    time. `lookups`: outcomes of the last 30 days, by day. `maintenance`: what operators did, when,
    and to how many applications.
    """

    by_year: Mapping[str, int]
    by_university: Mapping[str, int]
    by_status: Mapping[str, int]
    by_delivery: Mapping[tuple[str, datetime], int]
    newest: datetime | None
    wrong_tries: int
    locks: int
    lookups: Mapping[tuple[str, str], int]
    maintenance: tuple[tuple[datetime, str, int], ...]


def read_statistics(engine: Engine, now: datetime) -> Statistics:
    """The figures of a moment (UTC without zone)."""
    row = ApplicationRow
    with engine.connect() as connection:
        return Statistics(
            by_year=_counts(connection, row.academic_year),
            by_university=_counts(connection, row.university),
            by_status=_counts(connection, row.status),
            by_delivery=_by_delivery(connection),
            newest=connection.execute(select(func.max(row.updated_at))).scalar(),
            wrong_tries=_count(connection, WrongTry, true()),
            locks=_count(connection, Lock, Lock.until > now),
            lookups=_lookups(connection, now - timedelta(days=DAYS)),
            maintenance=_maintenance(connection),
        )


def shown(count: int) -> str:
    """A count as it may be shown: few people could be known by it."""
    return f"<{FEW}" if 0 < count < FEW else str(count)


def _count(connection: Connection, table: Any, condition: Any) -> int:
    query = select(func.count()).select_from(table).where(condition)
    return int(connection.execute(query).scalar_one())


def _counts(connection: Connection, column: Any) -> dict[str, int]:
    query = select(column, func.count()).group_by(column).order_by(column)
    return dict(connection.execute(query).all())


def _by_delivery(connection: Connection) -> dict[tuple[str, datetime], int]:
    query = (
        select(Delivery.name, Delivery.imported_at, func.count())
        .join(ApplicationRow, ApplicationRow.delivery_id == Delivery.id)
        .group_by(Delivery.id, Delivery.name, Delivery.imported_at)
        .order_by(Delivery.id.desc())
        .limit(LATEST)
    )
    return {(name, at): count for name, at, count in connection.execute(query)}


def _lookups(connection: Connection, since: datetime) -> dict[tuple[str, str], int]:
    day = func.date(Lookup.at)
    query = (
        select(day, Lookup.outcome, func.count())
        .where(Lookup.at >= since)
        .group_by(day, Lookup.outcome)
        .order_by(day, Lookup.outcome)
    )
    return {(str(on), outcome): count for on, outcome, count in connection.execute(query)}


def _maintenance(connection: Connection) -> tuple[tuple[datetime, str, int], ...]:
    row = Maintenance
    query = select(row.at, row.action, row.applications).order_by(row.id.desc()).limit(LATEST)
    return tuple(tuple(one) for one in connection.execute(query))
