"""A delivery to fill in: the header, an invented person, and what may stand where."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from eligibility.deliveries.lines import COLUMNS
from eligibility.retention import FIRST_MONTH
from eligibility.status import Status

_STATUSES = [status.value for status in Status]
# Imports leave this column out, as any that they do not know.
_HEADER = (*COLUMNS, "permitted_values")
_PERMITTED = (
    f"status: {' | '.join(_STATUSES)}; birth_date: YYYY-MM-DD or DD/MM/YYYY; academic_year:"
    " 2026-2027; updated_at: YYYY-MM-DD, or with time and zone; email: may be empty"
)
_DATES = ("birth_date", "updated_at")
_LAST_ROW = 1_000_000


def write_template(path: Path, today: date) -> None:
    """Write CSV (which Excel takes for UTF-8), or a workbook if the name ends in `.xlsx`.

    Raises:
        FileExistsError: the file is there already.
    """
    with path.open("xb"):
        pass
    if path.suffix.lower() == ".xlsx":
        _workbook(today).save(path)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_HEADER, _invented(today)])


def _invented(today: date) -> list[str | date]:
    first = today.year if today.month >= FIRST_MONTH else today.year - 1
    year, email = f"{first}-{first + 1}", "name@um5.example"
    born = date(2004, 1, 31)
    return ["ZZ000001", "Z000000001", born, "UM5", year, _STATUSES[0], email, today, _PERMITTED]


def _workbook(today: date) -> Workbook:
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = "applications"
    sheet.append(_HEADER)
    sheet.append(_invented(today))
    sheet.freeze_panes = "A2"
    for cells in sheet.iter_cols(max_row=2):
        letter, name = cells[0].column_letter, cells[0].value
        cells[0].font = Font(bold=True)
        column = sheet.column_dimensions[letter]
        column.width = 24
        # Without this Excel drops the zeros at the beginning of a number.
        column.number_format = cells[1].number_format = "yyyy-mm-dd" if name in _DATES else "@"
        if name == "status":
            choice = DataValidation("list", formula1=f'"{",".join(_STATUSES)}"', allow_blank=False)
            choice.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(choice)
    return workbook
