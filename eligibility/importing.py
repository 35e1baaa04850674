"""Takes a delivery of applications (CSV) in: all of it, or nothing."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from eligibility.csv_rows import COLUMNS, ApplicationLine, LineProblem, read_line
from eligibility.models import ApplicationRow, Delivery, StatusChange
from eligibility.store import EligibilityStore


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file, and how to mend it; never shows the value."""

    file: str
    line: int
    field: str
    problem: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.problem}; {self.mend}"


class ImportRefused(Exception):
    """Nothing was imported; `problems` says why, line by line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s)")
        self.problems = problems


@dataclass(frozen=True)
class ImportReport:
    """How many applications were added, changed, or known already."""

    added: int
    updated: int
    unchanged: int
    ignored_columns: tuple[str, ...]


def import_csv(store: EligibilityStore, path: Path, now: datetime | None = None) -> ImportReport:
    """Import the file; a state older than the one known never replaces it.

    Raises:
        ImportRefused: any line is wrong; nothing of the file is then imported.
    """
    content = path.read_bytes()
    lines, ignored = _read(path.name, content)
    moment = (now or datetime.now(timezone.utc)).astimezone(timezone.utc).replace(tzinfo=None)
    delivery = Delivery(
        name=path.name, digest=hashlib.sha256(content).hexdigest(), imported_at=moment
    )
    counts = {"added": 0, "updated": 0, "unchanged": 0}
    with Session(store.engine, future=True) as session, session.begin():
        session.add(delivery)
        session.flush()
        for line in lines:
            counts[_take_in(session, store, line, delivery.id)] += 1
    return ImportReport(**counts, ignored_columns=ignored)


def _read(name: str, content: bytes) -> tuple[list[ApplicationLine], tuple[str, ...]]:
    reader = _reader(name, content)
    header = [column.strip().lower() for column in reader.fieldnames or []]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise ImportRefused(
            [Problem(name, 1, column, "column missing", "add it") for column in missing]
        )
    reader.fieldnames = header
    lines: list[ApplicationLine] = []
    problems: list[Problem] = []
    for row in reader:
        try:
            lines.append(read_line(row))
        except LineProblem as wrong:
            problems.append(Problem(name, reader.line_num, wrong.field, wrong.problem, wrong.mend))
    if problems:
        raise ImportRefused(problems)
    return lines, tuple(column for column in header if column not in COLUMNS)


def _reader(name: str, content: bytes) -> csv.DictReader[str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problem = Problem(name, line, "file", "not UTF-8", "save it as CSV UTF-8")
        raise ImportRefused([problem]) from None
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    return csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)


def _take_in(
    session: Session, store: EligibilityStore, line: ApplicationLine, delivery_id: int
) -> str:
    row = _known(session, store.digests.person(line.identity), line.academic_year)
    if row is not None and row.updated_at >= line.updated_at:
        return "unchanged"
    done = "added" if row is None else "updated"
    if row is None:
        row = ApplicationRow(
            person_digest=store.digests.person(line.identity),
            key_id=store.digests.key_id,
            academic_year=line.academic_year,
        )
        session.add(row)
    if row.status != line.status.value:
        row.status, row.since = line.status.value, line.updated_at
        row.history.append(StatusChange(status=row.status, at=row.since, delivery_id=delivery_id))
    row.university, row.email_hint = line.university, line.email_hint
    row.updated_at = line.updated_at
    session.flush()
    return done


def _known(session: Session, person: str, academic_year: str) -> ApplicationRow | None:
    query = select(ApplicationRow).where(
        ApplicationRow.person_digest == person, ApplicationRow.academic_year == academic_year
    )
    row: ApplicationRow | None = session.execute(query).scalar_one_or_none()
    return row
