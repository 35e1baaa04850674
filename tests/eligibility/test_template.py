"""The template is a delivery: it can be imported as it is, and says what may stand where."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import load_workbook

from eligibility.deliveries.lines import COLUMNS
from eligibility.deliveries.problems import Problems
from eligibility.deliveries.reading import opened
from eligibility.deliveries.template import write_template
from eligibility.status import Status
from tests.delivery_files import NOON, read

TODAY = NOON.date()


@pytest.fixture(params=["csv", "xlsx"])
def path(request, tmp_path):
    path = tmp_path / f"template.{request.param}"
    write_template(path, TODAY)
    return path


def test_the_template_is_read_without_a_problem_and_its_person_is_invented(path):
    (line,) = read(path)
    assert line.identity.cin.startswith("ZZ")
    assert line.academic_year == "2026-2027" and line.updated_at.date() == TODAY
    with opened(path, Problems(path.name)) as lines:
        assert lines.ignored_columns == ("permitted_values",)


def test_all_permitted_states_are_named(path):
    if path.suffix == ".csv":
        text = path.read_text(encoding="utf-8-sig")
    else:
        text = str(list(load_workbook(path).active.values))
    assert not [status.value for status in Status if status.value not in text]


def test_excel_takes_the_csv_for_utf_8(tmp_path):
    write_template(tmp_path / "t.csv", TODAY)
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_workbook_keeps_numbers_as_text_and_offers_the_states(tmp_path):
    write_template(tmp_path / "t.xlsx", TODAY)
    sheet = load_workbook(tmp_path / "t.xlsx").active
    formats = {name: sheet.cell(2, place).number_format for place, name in enumerate(COLUMNS, 1)}
    assert formats["cin"] == formats["massar_code"] == "@"
    assert formats["birth_date"] == formats["updated_at"] == "yyyy-mm-dd"
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1.strip('"').split(",") == [status.value for status in Status]


def test_a_file_that_is_there_is_not_overwritten(path):
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        write_template(path, TODAY)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 8, 31), "2025-2026"), (date(2026, 9, 1), "2026-2027")]
)
def test_the_academic_year_is_the_one_of_the_day(tmp_path, day, year):
    write_template(tmp_path / "t.csv", day)
    assert read(tmp_path / "t.csv")[0].academic_year == year
