"""Excel workbooks: read like CSV, and refused where Excel may have changed what was typed."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from eligibility.deliveries import xlsx_sheet
from eligibility.deliveries.lines import COLUMNS
from eligibility.deliveries.problems import ImportRefused, Problems
from eligibility.deliveries.reading import opened
from eligibility.importing import import_delivery
from tests.delivery_files import (
    GOOD,
    NOON,
    line_with,
    places_of,
    problems_of,
    read,
    write_csv,
    write_workbook,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "delivery.xlsx"


def test_a_workbook_says_what_the_same_csv_says(path, tmp_path):
    csv_lines = read(write_csv(tmp_path / "d.csv", line_with(), line_with(cin="CD1234")))
    assert read(write_workbook(path, {}, {"cin": "CD1234"})) == csv_lines


def test_the_first_bytes_tell_a_workbook_and_not_its_name(path):
    write_workbook(path, {})
    assert len(read(path.rename(path.with_suffix(".csv")))) == 1


def test_dates_may_be_those_of_excel(path):
    rows = [
        {"birth_date": date(2003, 3, 5), "updated_at": datetime(2026, 11, 12, 9, 30)},
        {"birth_date": datetime(2003, 3, 5), "updated_at": date(2026, 11, 12)},
    ]
    first, second = read(write_workbook(path, *rows))
    assert first.identity.birth_date == second.identity.birth_date == date(2003, 3, 5)
    assert first.updated_at == datetime(2026, 11, 12, 9, 30)
    assert second.updated_at == datetime(2026, 11, 12)


def test_an_old_massar_code_may_be_a_number_of_ten_digits(path):
    (line,) = read(write_workbook(path, {"massar_code": 1510000007}))
    assert line.identity.massar_code == "1510000007"


@pytest.mark.parametrize(
    ("field", "value", "mend"),
    [
        ("massar_code", 151000007, "format the column as text"),  # lost a zero, or a digit
        ("massar_code", 1510000007.5, "format the column as text"),
        ("cin", 123456, "format the column as text"),
        ("cin", True, "format the column as text"),
        ("university", date(2026, 1, 5), "format the column as text"),
        ("academic_year", 2026, "format the column as text"),
        ("birth_date", 37685, "format the cell as a date"),
        ("birth_date", time(9, 30), "format the cell as a date"),
        ("updated_at", 46338.25, "format the cell as a date"),
        ("cin", '=CONCATENATE("AB","123456")', "paste its value"),
        ("status", "#N/A", "mend the cell"),
    ],
)
def test_cells_that_are_no_longer_what_was_typed_are_refused(path, field, value, mend):
    (problem,) = problems_of(write_workbook(path, {}, {field: value}))
    assert (problem.line, problem.field) == (3, field)
    assert mend in problem.mend
    assert str(value) not in str(problem)


def test_what_stands_in_other_columns_does_not_matter(path):
    write_workbook(path, {"name": "=1/0"}, header=(*COLUMNS, "name"))
    with opened(path, Problems(path.name)) as lines:
        assert lines.ignored_columns == ("name",)
        assert [number for number, _ in lines] == [2]


def test_empty_rows_are_passed_over_and_lines_are_those_of_excel(path):
    workbook = Workbook()
    for row in (COLUMNS, [None] * 8, list(GOOD.values()), ["AB123456", "x"]):
        workbook.active.append(row)
    workbook.active.cell(6, 9, "beside the table")
    workbook.save(path)
    assert places_of(path)[0] == (4, "massar_code")
    assert places_of(path)[-1] == (6, "line")


def test_a_row_may_end_in_empty_cells(path):
    workbook = Workbook()
    header = [name for name in COLUMNS if name != "email"] + ["email", None, None]
    workbook.active.append(header)
    workbook.active.append([GOOD[name] for name in header[:7]])
    workbook.save(path)
    assert read(path)[0].email_hint is None


def test_a_hidden_sheet_is_refused(path):
    write_workbook(path, {})
    workbook = load_workbook(path)
    workbook.create_sheet("more").sheet_state = "hidden"
    workbook.save(path)
    (problem,) = problems_of(path)
    assert (problem.field, problem.mend) == ("sheet", "show it or delete it")


def test_several_sheets_are_refused(path):
    write_workbook(path, {})
    workbook = load_workbook(path)
    workbook.create_sheet("more")
    workbook.save(path)
    (problem,) = problems_of(path)
    assert (problem.field, problem.problem) == ("sheet", "not exactly one sheet")


def test_a_locked_or_old_workbook_is_named_as_such(path):
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (problem,) = problems_of(path)
    assert problem.problem == "an old or locked workbook"


def with_texts_apart(path):
    """As Excel saves it: texts in a part of their own. openpyxl writes them into the sheet."""
    texts: list[str] = []

    def number(cell):
        texts.append(cell[2])
        return f'<c r="{cell[1]}" t="s"><v>{len(texts) - 1}</v></c>'

    with zipfile.ZipFile(path) as sound:
        parts = {name: sound.read(name).decode() for name in sound.namelist()}
    cell = r'<c r="(\w+)" t="inlineStr"><is><t>(.*?)</t></is></c>'
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(cell, number, parts[sheet])
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{items}</sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", override)
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def test_a_workbook_as_excel_saves_it_is_read(path):
    (line,) = read(with_texts_apart(write_workbook(path, {"university": "جامعة محمد الخامس"})))
    assert line.university == "جامعة محمد الخامس"


def test_a_workbook_with_more_text_than_memory_is_refused(path, monkeypatch):
    with_texts_apart(write_workbook(path, {}))
    monkeypatch.setattr(xlsx_sheet, "MOST_TEXT_BYTES", 10)
    (problem,) = problems_of(path)
    assert problem.mend == "save it as CSV UTF-8"


def workbook_bytes() -> bytes:
    content = io.BytesIO()
    workbook = Workbook()
    workbook.active.append(COLUMNS)
    workbook.active.append(list(GOOD.values()))
    workbook.save(content)
    return content.getvalue()


SOUND = workbook_bytes()


@settings(max_examples=60)
@given(st.integers(4, len(SOUND) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused_and_shows_nothing(at, damage):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "d.xlsx"
        path.write_bytes(SOUND[:at] + damage + SOUND[at + len(damage) :])
        shown = "".join(map(str, problems_of(path)))
    assert GOOD["cin"] not in shown and GOOD["email"] not in shown


SHEET = zipfile.ZipFile(io.BytesIO(SOUND)).read("xl/worksheets/sheet1.xml")


@settings(max_examples=60)
@given(st.integers(0, len(SHEET) - 1), st.binary(min_size=1, max_size=6))
def test_a_sheet_of_broken_xml_is_read_or_refused(at, damage):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "d.xlsx"
        with zipfile.ZipFile(path, "w") as broken, zipfile.ZipFile(io.BytesIO(SOUND)) as sound:
            for name in sound.namelist():
                content = sound.read(name)
                if content == SHEET:
                    content = SHEET[:at] + damage + SHEET[at + len(damage) :]
                broken.writestr(name, content)
        problems_of(path)


def test_a_workbook_is_imported(store, path):
    report = import_delivery(store, write_workbook(path, {}, {"cin": "CD1234"}), NOON)
    assert (report.added, report.lines) == (2, 2)


def test_one_wrong_cell_refuses_the_whole_workbook(store, path):
    with pytest.raises(ImportRefused):
        import_delivery(store, write_workbook(path, {}, {"cin": 5}), NOON)
    assert import_delivery(store, write_workbook(path, {}), NOON).added == 1
