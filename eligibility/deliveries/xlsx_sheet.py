"""The one sheet of an Excel workbook, row by row."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from openpyxl import load_workbook

from eligibility.deliveries.problems import ImportRefused, Problems

MOST_ROWS = 1_048_576  # of Excel
# A workbook keeps its different texts in one part, which has to be held in memory.
MOST_TEXT_BYTES = 256 * 2**20
_TEXTS = "xl/sharedStrings.xml"


class Sheet:
    """The cells of a workbook's only sheet.

    Args:
        file: open, from its beginning to its end.
        problems: for what makes it unreadable.

    Raises:
        ImportRefused: not a workbook, or a hidden sheet, or several; also while reading.
    """

    def __init__(self, file: BinaryIO, problems: Problems) -> None:
        self._problems = problems
        self._row = 1
        # openpyxl's warnings would quote cells.
        warnings.filterwarnings("ignore", module="openpyxl")
        with self._readable():
            if _text_bytes(file) > MOST_TEXT_BYTES:
                raise problems.refuse(
                    1, "file", "too many texts for memory", "save it as CSV UTF-8"
                )
            self._sheet = self._only(load_workbook(file, read_only=True).worksheets)
        self._last_row = self._sheet.max_row
        # What the file says of its own size may be wrong.
        self._sheet.reset_dimensions()

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Numbered rows of openpyxl's cells, without the empty cells at their ends."""
        with self._readable():
            for number, row in enumerate(self._sheet.iter_rows(max_row=MOST_ROWS), start=1):
                self._row = number
                cells = list(row)
                while cells and cells[-1].value is None:
                    cells.pop()
                yield number, cells

    def share_read(self) -> float:
        """How much of the sheet is behind us, 0 to 1; 0 where its length is not known."""
        return min(1.0, self._row / self._last_row) if self._last_row else 0.0

    def _only(self, sheets: Sequence[Any]) -> Any:
        if any(sheet.sheet_state != "visible" for sheet in sheets):
            raise self._problems.refuse(1, "sheet", "a hidden sheet", "show it or delete it")
        if len(sheets) != 1:
            mend = "keep the sheet of the applications only"
            raise self._problems.refuse(1, "sheet", "not exactly one sheet", mend)
        return sheets[0]

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except (ImportRefused, GeneratorExit, KeyboardInterrupt):
            raise
        except Exception:
            # A damaged workbook can make openpyxl raise anything, with cells in its message.
            mend = "open it in Excel and save it as .xlsx again, without a password"
            raise self._problems.refuse(
                self._row, "file", "not a readable workbook", mend
            ) from None


def _text_bytes(file: BinaryIO) -> int:
    parts = zipfile.ZipFile(file).infolist()
    return sum(part.file_size for part in parts if part.filename == _TEXTS)
