"""The states of many applications at once, for telling people that theirs changed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.engine import Engine

from eligibility.models import ApplicationRow

BATCH = 500


def newest_states(engine: Engine, people: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Person's digest to academic year and state of their newest application."""
    found: dict[str, tuple[str, str]] = {}
    wanted = sorted(set(people))
    with engine.connect() as connection:
        for start in range(0, len(wanted), BATCH):
            query = select(
                ApplicationRow.person_digest, ApplicationRow.academic_year, ApplicationRow.status
            ).where(ApplicationRow.person_digest.in_(wanted[start : start + BATCH]))
            # The newest year last, so that it stays.
            for person, year, status in connection.execute(
                query.order_by(ApplicationRow.academic_year)
            ):
                found[person] = (year, status)
    return found
