"""A delivery file (CSV), read and checked as a whole before anything is stored."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from eligibility.csv_rows import COLUMNS, ApplicationLine, problems_in, read_line
from eligibility.person import Identity


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
class DeliveryFile:
    """The checked lines of a file, and the columns that were not looked at."""

    lines: tuple[ApplicationLine, ...]
    ignored_columns: tuple[str, ...]


def read_delivery(name: str, content: bytes, now: datetime) -> DeliveryFile:
    """UTF-8, with or without byte order mark; columns apart by `;` or `,`, in any order.

    Args:
        name: of the file, for the problems.
        content: of the file.
        now: UTC without zone.

    Raises:
        ImportRefused: with every problem of the file.
    """
    rows = _Rows(name, content)
    problems: list[Problem] = []
    lines: dict[int, ApplicationLine] = {}
    for number, cells in rows:
        wrong = problems_in(cells, now)
        problems += [Problem(name, number, w.field, w.problem, w.mend) for w in wrong]
        if not wrong:
            lines[number] = read_line(cells, now)
    problems += _contradictions(name, lines)
    if problems:
        raise ImportRefused(sorted(problems, key=lambda problem: problem.line))
    return DeliveryFile(tuple(lines.values()), rows.ignored_columns)


class _Rows:
    """Numbered lines of the file that hold anything, as trimmed cells by column."""

    def __init__(self, name: str, content: bytes) -> None:
        self._name = name
        text = self._decoded(content)
        first = text.split("\n", 1)[0]
        delimiter = ";" if first.count(";") > first.count(",") else ","
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        self._header = [cell.strip().lower() for cell in next(self._raw(), [])]
        self._check_header()
        self.ignored_columns = tuple(c for c in self._header if c and c not in COLUMNS)

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        for row in self._raw():
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(self._header):
                self._refuse("line", "as many cells as the header is needed", "count the columns")
            cells = dict(zip(self._header, (cell.strip() for cell in row), strict=True))
            yield self._reader.line_num, cells

    def _raw(self) -> Iterator[list[str]]:
        try:
            yield from self._reader
        except csv.Error:
            self._refuse("line", "not CSV", "look for a quotation mark that is never closed")

    def _decoded(self, content: bytes) -> str:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            problem = Problem(self._name, line, "file", "not UTF-8", "save it as CSV UTF-8")
            raise ImportRefused([problem]) from None

    def _check_header(self) -> None:
        counts = {column: self._header.count(column) for column in COLUMNS}
        problems = [
            Problem(self._name, 1, column, *_HEADER_PROBLEMS[count > 1])
            for column, count in counts.items()
            if count != 1
        ]
        if problems:
            raise ImportRefused(problems)

    def _refuse(self, field: str, problem: str, mend: str) -> None:
        line = self._reader.line_num
        raise ImportRefused([Problem(self._name, line, field, problem, mend)]) from None


_HEADER_PROBLEMS = {False: ("column missing", "add it"), True: ("column twice", "keep one")}


def _contradictions(name: str, lines: dict[int, ApplicationLine]) -> Iterator[Problem]:
    """Two lines that say different things of one person, year and time: neither can be believed."""
    first: dict[tuple[Identity, str, datetime], int] = {}
    for number, line in lines.items():
        earlier = first.setdefault((line.identity, line.academic_year, line.updated_at), number)
        if lines[earlier] != line:
            problem = f"contradicts line {earlier}: same person, year and time"
            yield Problem(name, number, "status", problem, "keep the line that is right")
