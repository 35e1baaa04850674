"""Lines of deliveries about an invented person, and files of them."""

from __future__ import annotations

from datetime import date, datetime, timezone
from pathlib import Path

from openpyxl import Workbook

from eligibility import Identity
from eligibility.deliveries.lines import COLUMNS, ApplicationLine
from eligibility.deliveries.problems import ImportRefused, Problem, Problems
from eligibility.deliveries.reading import checked, opened

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
SALMA = Identity("AB123456", "G123456789", date(2003, 3, 5))
HEADER = ",".join(COLUMNS)
GOOD = {
    "cin": "AB123456",
    "massar_code": "G123456789",
    "birth_date": "2003-03-05",
    "university": "UM5",
    "academic_year": "2026-2027",
    "status": "declared",
    "email": "salma@um5.ac.ma",
    "updated_at": "2026-10-01",
}


def line_with(**cells: str) -> str:
    """A line of CSV that is right but for what is given."""
    return ",".join({**GOOD, **cells}.values())


def write_csv(path: Path, *lines: str, header: str = HEADER) -> Path:
    """The file, in UTF-8."""
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return path


def write_workbook(path: Path, *rows: dict[str, object], header: tuple[str, ...] = COLUMNS) -> Path:
    """An Excel workbook of one sheet; what a row does not give is right."""
    workbook = Workbook()
    workbook.active.append(header)
    for row in rows:
        workbook.active.append(list({**GOOD, **row}.values()))
    workbook.save(path)
    return path


def read(path: Path) -> list[ApplicationLine]:
    """All lines of a file.

    Raises:
        ImportRefused: any of them, or the file, is wrong.
    """
    problems = Problems(path.name)
    with opened(path, problems) as lines:
        found = [line for _, line in checked(lines, problems, NOON.date())]
    if problems:
        raise problems.refusal()
    return found


def problems_of(path: Path) -> list[Problem]:
    """What is wrong with a file; nothing if it is right."""
    try:
        read(path)
    except ImportRefused as refused:
        return list(refused.problems)
    return []


def places_of(path: Path) -> list[tuple[int, str]]:
    """Line and field of everything that is wrong with a file."""
    return [(problem.line, problem.field) for problem in problems_of(path)]
