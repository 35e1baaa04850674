"""Which cells of a row are which columns."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TypeVar

from eligibility.deliveries.lines import COLUMNS
from eligibility.deliveries.problems import LineProblem, Problems

Cell = TypeVar("Cell")
_MISSING = ("column missing", "add it")
_TWICE = ("column twice", "keep one")


class Columns:
    """The header of a file: columns in any order, with others between them.

    Args:
        header: cells of the first line.
        problems: gets the columns that are missing or stand twice.

    Raises:
        ImportRefused: there are such columns.
    """

    def __init__(self, header: Sequence[str], problems: Problems) -> None:
        names = [cell.strip().lower() for cell in header]
        for column in COLUMNS:
            if names.count(column) != 1:
                problems.add(1, LineProblem(column, *(_TWICE if column in names else _MISSING)))
        if problems:
            raise problems.refusal()
        self.width = len(names)
        self.ignored = tuple(name for name in names if name and name not in COLUMNS)
        self._pick = itemgetter(*(names.index(column) for column in COLUMNS))

    def pick(self, row: Sequence[Cell]) -> tuple[Cell, ...]:
        """The cells of `COLUMNS`, in that order.

        Raises:
            LineProblem: the row has more or fewer cells than the header.
        """
        if len(row) != self.width:
            mend = "count the columns"
            raise LineProblem("line", "as many cells as the header is needed", mend)
        return self._pick(row)
