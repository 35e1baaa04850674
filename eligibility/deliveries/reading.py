"""A delivery file of any kind as checked lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO, TypeAlias

from eligibility.deliveries.csv_lines import CsvLines
from eligibility.deliveries.lines import ApplicationLine, problems_in, read_line
from eligibility.deliveries.problems import LineProblem, Problems
from eligibility.deliveries.xlsx_lines import XlsxLines

Lines: TypeAlias = CsvLines | XlsxLines
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@contextmanager
def opened(path: Path, problems: Problems) -> Iterator[Lines]:
    """The lines of a CSV file or an Excel workbook; its first bytes tell which it is.

    Raises:
        ImportRefused: it is neither, or the header is wrong.
    """
    with path.open("rb") as file:
        yield _lines(file, problems)


def checked(lines: Lines, problems: Problems, today: date) -> Iterator[tuple[int, ApplicationLine]]:
    """Numbered lines as typed values; what is wrong with the others goes to `problems`."""
    for number, cells in lines:
        try:
            yield number, read_line(cells, today)
        except LineProblem:
            for problem in problems_in(cells, today):
                problems.add(number, problem)


def _lines(file: BinaryIO, problems: Problems) -> Lines:
    if not file.seekable():
        raise problems.refuse(1, "file", "not a file on a disk", "save it first: it is read twice")
    start = file.read(len(_ZIP))
    if start == _OLD_OFFICE:
        mend = "save it as .xlsx without a password"
        raise problems.refuse(1, "file", "an old or locked workbook", mend)
    return XlsxLines(file, problems) if start == _ZIP else CsvLines(file, problems)
