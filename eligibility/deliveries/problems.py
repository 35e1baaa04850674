"""What is wrong with a delivery, by line and field, and how to mend it; never a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_KEPT = 200


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


class LineProblem(Exception):
    """A field that cannot be taken in; never holds its value."""

    def __init__(self, field: str, problem: str, mend: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem, self.mend = field, problem, mend


class ImportRefused(Exception):
    """Nothing was imported.

    Attributes:
        problems: the first `MOST_KEPT`, in the order of the lines.
        count: of all problems.
        lines: how many lines have any.
    """

    def __init__(self, problems: Sequence[Problem], count: int, lines: int) -> None:
        super().__init__(f"{count} problem(s) in {lines} line(s)")
        self.problems, self.count, self.lines = tuple(problems), count, lines


class Problems:
    """Collects a file's problems; remembers the first ones and counts the rest."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._first: list[Problem] = []
        self._count = self._lines = self._last_line = 0

    def add(self, line: int, found: LineProblem) -> None:
        """Note a problem; those of one line come one after the other."""
        self._count += 1
        self._lines += line != self._last_line
        self._last_line = line
        if len(self._first) < MOST_KEPT:
            self._first.append(Problem(self._file, line, found.field, found.problem, found.mend))

    def refuse(self, line: int, field: str, problem: str, mend: str) -> ImportRefused:
        """The refusal of a file that cannot be read on."""
        self.add(line, LineProblem(field, problem, mend))
        return self.refusal()

    def refusal(self) -> ImportRefused:
        """The refusal for all that was found."""
        in_order = sorted(self._first, key=lambda problem: problem.line)
        return ImportRefused(in_order, self._count, self._lines)

    def __bool__(self) -> bool:
        return self._count > 0
