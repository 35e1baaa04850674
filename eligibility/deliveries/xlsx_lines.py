"""The lines of an Excel workbook as trimmed cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from openpyxl.cell.read_only import EMPTY_CELL

from eligibility.deliveries.columns import Columns
from eligibility.deliveries.lines import COLUMNS
from eligibility.deliveries.problems import LineProblem, Problems
from eligibility.deliveries.xlsx_sheet import Sheet

_DATES = ("birth_date", "updated_at")
_AS_TEXT = "format the column as text and enter it again: Excel drops zeros and rounds"
_AS_DATE = "format the cell as a date"
_OF_OLD_MASSAR_CODES = 10  # digits


class XlsxLines:
    """Numbered rows of the only sheet that hold anything.

    Args:
        file: open, from its beginning to its end.
        problems: gets the cells that hold no text, date or whole Massar code.

    Raises:
        ImportRefused: not a workbook, hidden or several sheets, or the header is wrong.
    """

    note = None

    def __init__(self, file: BinaryIO, problems: Problems) -> None:
        self._problems = problems
        sheet = Sheet(file, problems)
        self.share_read = sheet.share_read
        self._rows = sheet.rows()
        _, header = next(self._rows, (1, ()))
        self._columns = Columns([str(cell.value or "") for cell in header], problems)
        self.ignored_columns = self._columns.ignored

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        for number, row in self._rows:
            if not row:
                continue
            missing = self._columns.width - len(row)
            found = list(self._read([*row, *[EMPTY_CELL] * missing]))
            texts = [text for text in found if isinstance(text, str)]
            if len(texts) == len(COLUMNS):
                yield number, texts
            for problem in found:
                if isinstance(problem, LineProblem):
                    self._problems.add(number, problem)

    def _read(self, row: Sequence[Any]) -> Iterator[str | LineProblem]:
        try:
            cells = self._columns.pick(row)
        except LineProblem as problem:
            yield problem
            return
        for column, cell in zip(COLUMNS, cells, strict=True):
            yield _text(column, cell)


def _text(column: str, cell: Any) -> str | LineProblem:
    """The cell as a CSV file would have it."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return LineProblem(column, "a formula", "paste its value")
    if cell.data_type == "e":
        return LineProblem(column, "an error of Excel", "mend the cell")
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, date) and column in _DATES:
        return _date(value)
    # Ten digits lost nothing; any other number may have begun with zeros.
    if column == "massar_code" and type(value) is int and len(str(value)) == _OF_OLD_MASSAR_CODES:
        return str(value)
    return LineProblem(column, "not a text", _AS_DATE if column in _DATES else _AS_TEXT)


def _date(value: date) -> str:
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    return value.isoformat()
