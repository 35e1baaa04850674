"""Whose application is not as they know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select
from sqlalchemy.engine import Engine

from eligibility.models import ApplicationRow
from eligibility.person import Digests
from eligibility.subscriptions import Subscription

AT_ONCE = 500


@dataclass(frozen=True)
class Change:
    """A wish, and the year and state that its newest application has now."""

    wish: Subscription
    academic_year: str
    status: str


def changes(engine: Engine, digests: Digests, wishes: Iterable[Subscription]) -> Iterator[Change]:
    """The wishes on an application whose year or state is another than the person knows.

    Args:
        digests: under which the store's applications stand; wishes of older keys are passed over.
    """
    mine = (wish for wish in wishes if wish.person and wish.key_id == digests.key_id)
    while batch := list(islice(mine, AT_ONCE)):
        newest = _newest(engine, {str(wish.person) for wish in batch})
        for wish in batch:
            year, status = newest.get(str(wish.person), (wish.academic_year, wish.status))
            if status is not None and (year, status) != (wish.academic_year, wish.status):
                yield Change(wish, year, status)


def _newest(engine: Engine, people: set[str]) -> dict[str, tuple[str, str]]:
    """Person's digest to academic year and state of their newest application."""
    row = ApplicationRow
    query = (
        select(row.person_digest, row.academic_year, row.status)
        .where(row.person_digest.in_(people))
        .order_by(row.academic_year)
    )
    with engine.connect() as connection:
        # The newest year comes last, and stays.
        return {person: (year, status) for person, year, status in connection.execute(query)}
