"""The lines of a CSV file as trimmed cells."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from typing import BinaryIO

from eligibility.deliveries.columns import Columns
from eligibility.deliveries.encoding import WINDOWS_1256, encoding_of
from eligibility.deliveries.problems import LineProblem, Problems

_LONGEST_HEADER = 1 << 16


class CsvLines:
    """Numbered lines that hold anything; columns apart by `;` or `,`.

    Args:
        file: open, from its beginning to its end.
        problems: gets the lines that are no rows of the table.

    Raises:
        ImportRefused: encoding or header are wrong; while reading: it is not CSV.
    """

    def __init__(self, file: BinaryIO, problems: Problems) -> None:
        self._file, self._problems = file, problems
        self._bytes = os.fstat(file.fileno()).st_size
        encoding = encoding_of(file, problems)
        file.seek(0)
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        first = text.readline(_LONGEST_HEADER)
        text.seek(0)
        delimiter = ";" if first.count(";") > first.count(",") else ","
        self._reader = csv.reader(text, delimiter=delimiter)
        self._columns = Columns(next(self._rows(), []), problems)
        self.ignored_columns = self._columns.ignored
        self.note = "read as Windows-1256" if encoding == WINDOWS_1256 else None

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        for row in self._rows():
            try:
                cells = [cell.strip() for cell in self._columns.pick(row)]
            except LineProblem as problem:
                if any(cell.strip() for cell in row):
                    self._problems.add(self._reader.line_num, problem)
                continue
            if any(cells) or any(cell.strip() for cell in row):
                yield self._reader.line_num, cells

    def share_read(self) -> float:
        """How much of the file is behind us, 0 to 1."""
        return self._file.tell() / max(1, self._bytes)

    def _rows(self) -> Iterator[list[str]]:
        try:
            yield from self._reader
        except csv.Error:
            mend = "look for a quotation mark that is never closed"
            raise self._problems.refuse(self._reader.line_num, "line", "not CSV", mend) from None
