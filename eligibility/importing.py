"""Takes a delivery of applications (CSV) in: all of it, or nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from eligibility.csv_file import ImportRefused, Problem, read_delivery
from eligibility.csv_rows import ApplicationLine
from eligibility.models import ApplicationRow, Delivery, StatusChange
from eligibility.person import Digests
from eligibility.store import EligibilityStore
from eligibility.turns import wait_for_turns

__all__ = ["ImportRefused", "ImportReport", "Problem", "import_csv"]

LINES_AT_ONCE = 500
LONGEST_NAME = 200
ByPersonAndYear = dict[tuple[str, str], ApplicationRow]


@dataclass(frozen=True)
class ImportReport:
    """How many applications were added, changed, or known already."""

    added: int
    updated: int
    unchanged: int
    ignored_columns: tuple[str, ...]


def import_csv(store: EligibilityStore, path: Path, now: datetime | None = None) -> ImportReport:
    """Import the file; a state older than the one known never replaces it.

    Of two deliveries that give one time (often only a day) the later one is believed.

    Raises:
        ImportRefused: any line is wrong; nothing of the file is then imported.
    """
    content = path.read_bytes()
    moment = (now or datetime.now(timezone.utc)).astimezone(timezone.utc).replace(tzinfo=None)
    file = read_delivery(path.name, content, moment)
    done: Counter[str] = Counter()
    with Session(store.engine, future=True) as session, session.begin():
        wait_for_turns(session, ["import"])
        delivery = _delivery(session, path, content, moment)
        for start in range(0, len(file.lines), LINES_AT_ONCE):
            lines = file.lines[start : start + LINES_AT_ONCE]
            done.update(_take_in(session, store.digests, lines, delivery))
            session.flush()
    return ImportReport(done["added"], done["updated"], done["unchanged"], file.ignored_columns)


def _delivery(session: Session, path: Path, content: bytes, now: datetime) -> Delivery:
    delivery = Delivery(
        name=path.name[:LONGEST_NAME],
        digest=hashlib.sha256(content).hexdigest(),
        imported_at=now,
    )
    session.add(delivery)
    session.flush()
    return delivery


def _take_in(
    session: Session, digests: Digests, lines: Sequence[ApplicationLine], delivery: Delivery
) -> Iterator[str]:
    """Store the lines; what was done with each."""
    people = [digests.person(line.identity) for line in lines]
    known = _known(session, people)
    for person, line in zip(people, lines, strict=True):
        row = known.get((person, line.academic_year))
        if row is not None and not _is_news(row, line):
            yield "unchanged"
            continue
        yield "updated" if row is not None else "added"
        if row is None:
            row = ApplicationRow(person_digest=person, key_id=digests.key_id)
            known[person, line.academic_year] = row
            session.add(row)
        _write(row, line, delivery)


def _known(session: Session, people: Sequence[str]) -> ByPersonAndYear:
    rows = session.execute(select(ApplicationRow).where(ApplicationRow.person_digest.in_(people)))
    return {(row.person_digest, row.academic_year): row for row in rows.scalars()}


def _is_news(row: ApplicationRow, line: ApplicationLine) -> bool:
    if row.updated_at != line.updated_at:
        return bool(row.updated_at < line.updated_at)
    stored = (row.status, row.university, row.email_hint)
    return stored != (line.status.value, line.university, line.email_hint)


def _write(row: ApplicationRow, line: ApplicationLine, delivery: Delivery) -> None:
    if row.status != line.status.value:
        row.status, row.since = line.status.value, line.updated_at
        change = StatusChange(status=row.status, at=row.since, delivery_id=delivery.id)
        row.history.append(change)
    row.academic_year, row.university = line.academic_year, line.university
    row.email_hint, row.updated_at = line.email_hint, line.updated_at
    row.delivery_id = delivery.id
