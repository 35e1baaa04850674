"""Takes a delivery of applications (CSV, XLSX) in: all of it, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import TypeVar

from eligibility.deliveries import tables
from eligibility.deliveries.lines import ApplicationLine
from eligibility.deliveries.merging import Received, drop_what_is_known, gather, merge
from eligibility.deliveries.problems import ImportRefused, Problem, Problems
from eligibility.deliveries.reading import Lines, checked, opened
from eligibility.deliveries.staging import load, staging
from eligibility.generations import KeyMismatch, refuse_older
from eligibility.person import Digests
from eligibility.store import EligibilityStore

__all__ = ["ImportRefused", "ImportReport", "KeyMismatch", "Problem", "import_delivery"]

LONGEST_NAME = 200
_LINES_A_STEP = 2000
Progress = Callable[[float], None]
Row = tuple[object, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class ImportReport:
    """How many lines there were, and how many applications they added, changed, or left alone.

    `note` says how the file was read where that was not as usual.
    """

    lines: int
    added: int
    changed: int
    unchanged: int
    ignored_columns: tuple[str, ...]
    note: str | None


def import_delivery(
    store: EligibilityStore,
    path: Path,
    now: datetime | None = None,
    progress: Progress = lambda share: None,
) -> ImportReport:
    """Import the file; a state older than the one known goes to its place in the history.

    Of two deliveries that give one time (often only a day) the later one is believed. The memory
    needed does not grow with a CSV file. Look-ups go on; on SQLite they wait for the merge.

    Args:
        now: with time zone.
        progress: told now and then how much of the file is read, 0 to 1.

    Raises:
        ImportRefused: any line is wrong; nothing of the file is then imported.
        KeyMismatch: the store is under another key than `store.digests`.
    """
    moment = (now or datetime.now(timezone.utc)).astimezone(timezone.utc).replace(tzinfo=None)
    digests, problems = store.digests, Problems(path.name)
    with staging(store.engine, *tables.ALL) as connection:
        with connection.begin():
            refuse_older(connection, digests)
        with opened(path, problems) as lines, connection.begin():
            typed = _followed(checked(lines, problems, moment.date()), lines, progress)
            count = load(connection, tables.LINES, (_row(digests, *line) for line in typed))
        applications = gather(connection, count, problems)
        if problems:
            raise problems.refusal()
        drop_what_is_known(connection)
        received = Received(path.name[:LONGEST_NAME], _fingerprint(path), moment)
        added, changed = merge(connection, digests, received)
    unchanged = applications - added - changed
    return ImportReport(count, added, changed, unchanged, lines.ignored_columns, lines.note)


def _followed(typed: Iterable[T], lines: Lines, progress: Progress) -> Iterator[T]:
    for count, line in enumerate(typed):
        if count % _LINES_A_STEP == 0:
            progress(lines.share_read())
        yield line
    progress(1.0)


def _row(digests: Digests, number: int, line: ApplicationLine) -> Row:
    """As `tables.LINES` has it; times as SQLAlchemy writes them for SQLite."""
    return (
        number,
        digests.person(line.identity),
        line.academic_year,
        line.university,
        line.email_hint,
        line.status.value,
        line.updated_at.isoformat(" ", "microseconds"),
    )


def _fingerprint(path: Path) -> str:
    """SHA-256 of the file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
