"""Every problem of a delivery is told at once, by line and field, and none shows a value."""

from __future__ import annotations

import csv
import tempfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.deliveries.lines import COLUMNS, LONGEST_UNIVERSITY
from eligibility.deliveries.problems import MOST_KEPT, ImportRefused, Problems
from eligibility.deliveries.reading import opened
from eligibility.person import Identity
from eligibility.status import Status
from tests.delivery_files import (
    GOOD,
    HEADER,
    line_with,
    places_of,
    problems_of,
    read,
    write_csv,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "delivery.csv"


def test_a_good_line_becomes_typed_values(path):
    (line,) = read(write_csv(path, line_with(cin="ab 123-456", status="ACCEPTED")))
    assert line.identity == Identity("AB123456", "G123456789", date(2003, 3, 5))
    assert line.status is Status.ACCEPTED
    assert line.email_hint == "s•••@um5.ac.ma"
    assert line.updated_at == datetime(2026, 10, 1)


def test_all_wrong_fields_of_all_lines_are_told_at_once(path):
    wrong = line_with(cin="12", massar_code="x", birth_date="5/13/2003", status="?", email="x")
    short = line_with(university="", academic_year="2026")
    assert places_of(write_csv(path, wrong, line_with(), short)) == [
        (2, "cin"),
        (2, "massar_code"),
        (2, "birth_date"),
        (2, "status"),
        (2, "email"),
        (4, "university"),
        (4, "academic_year"),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cin", "AB12O456"),
        ("massar_code", "0612345678"),
        ("massar_code", "1.51E+09"),
        ("birth_date", "31/02/2003"),
        ("birth_date", "5/3/2090"),
        ("university", "U" * (LONGEST_UNIVERSITY + 1)),
        ("university", "UM\x015"),
        ("academic_year", "2026-2028"),
        ("academic_year", "26-27"),
        ("status", "accepted?"),
        ("email", "salma at um5"),
        ("email", "salma@um5\x01.ma"),
        ("email", f"salma@{'a' * 120}.ma"),
        ("updated_at", "12/11/2026"),
        ("updated_at", "2062-11-12"),
        ("updated_at", "2006-11-12"),
        ("updated_at", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_a_wrong_value_is_told_with_the_mend_and_not_shown(path, field, value):
    (problem,) = problems_of(write_csv(path, line_with(**{field: value})))
    assert (problem.file, problem.line, problem.field) == ("delivery.csv", 2, field)
    assert problem.problem and problem.mend
    assert value not in str(problem)


@given(st.sampled_from(COLUMNS), st.text("0123456789abcXYZ@éء", min_size=9, max_size=40))
def test_no_value_whatever_it_is_gets_into_a_problem(field, value):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "d.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, {**GOOD, field: value}.values()])
        assert not [problem for problem in problems_of(path) if value in str(problem)]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "d.csv"
        path.write_bytes(content)
        assert problems_of(path)


@given(st.lists(st.text(max_size=12), max_size=24), st.sampled_from(",;\t\n"))
def test_any_cells_below_a_good_header_are_read_or_refused(cells, delimiter):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "d.csv"
        path.write_text(f"{HEADER}\n{delimiter.join(cells)}", encoding="utf-8", newline="")
        for problem in problems_of(path):
            assert problem.line >= 2 and problem.mend


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_files_of_any_spreadsheet_are_read(path, delimiter, mark, line_end):
    rows = [HEADER, line_with(), line_with(cin="CD123456"), delimiter * 7, ""]
    text = line_end.join(row.replace(",", delimiter) for row in rows)
    path.write_bytes(mark + text.encode())
    assert len(read(path)) == 2


def test_columns_are_known_by_name_in_any_order_and_the_rest_is_named(path):
    header = "Name , STATUS,updated_at,email,academic_year,university,birth_date,massar_code,CIN"
    row = "Salma B,declared,2026-10-01,,2026-2027,UM5,05/03/2003,G123456789,AB123456"
    write_csv(path, row, header=header)
    (line,) = read(path)
    assert line.identity.cin == "AB123456" and line.email_hint is None
    with opened(path, Problems(path.name)) as lines:
        assert lines.ignored_columns == ("name",)


def test_an_empty_file_lacks_every_column(path):
    assert places_of(write_csv(path, header="")) == [(1, column) for column in COLUMNS]


def test_a_missing_column_is_named(path):
    header = HEADER.replace("status", "state")
    assert places_of(write_csv(path, line_with(), header=header)) == [(1, "status")]


def test_a_column_that_stands_twice_is_ambiguous(path):
    write_csv(path, line_with() + ",x", header=HEADER + ",status")
    assert places_of(path) == [(1, "status")]


def test_lines_with_a_cell_too_many_or_too_few_are_told_with_the_others(path):
    write_csv(path, line_with() + ",more", line_with().rsplit(",", 1)[0], line_with(cin="1"))
    assert places_of(path) == [(2, "line"), (3, "line"), (4, "cin")]


def test_a_cell_too_large_to_be_one_is_refused(path):
    assert places_of(write_csv(path, line_with(university='"' + "U" * 200_000))) == [(2, "line")]


def test_two_lines_that_contradict_each_other_are_refused(deliver):
    with pytest.raises(ImportRefused) as refused:
        deliver(line_with(), line_with(cin="CD123456"), line_with(status="accepted"))
    (problem,) = refused.value.problems
    assert (problem.line, problem.field) == (4, "status")
    assert "line 2" in problem.problem


@pytest.mark.parametrize("field", ["university", "email"])
def test_lines_that_differ_in_a_detail_of_one_moment_contradict_each_other(deliver, field):
    with pytest.raises(ImportRefused) as refused:
        deliver(line_with(), line_with(**{field: "other@um5.ac.ma"}))
    assert [problem.line for problem in refused.value.problems] == [3]


def test_the_same_line_twice_contradicts_nothing(deliver):
    assert deliver(line_with(), line_with(cin="ab-123456")).lines == 2


def test_contradictions_are_told_together_with_wrong_lines_in_the_order_of_the_file(deliver):
    with pytest.raises(ImportRefused) as refused:
        deliver(line_with(), line_with(status="accepted"), line_with(cin="1"))
    places = [(problem.line, problem.field) for problem in refused.value.problems]
    assert places == [(3, "status"), (4, "cin")]
    assert (refused.value.count, refused.value.lines) == (2, 2)


def test_of_very_many_problems_the_first_are_told_and_all_are_counted(path):
    wrong = [line_with(cin="1", massar_code="2")] * (MOST_KEPT + 7)
    with pytest.raises(ImportRefused) as refused:
        read(write_csv(path, *wrong))
    assert len(refused.value.problems) == MOST_KEPT
    assert refused.value.count == 2 * (MOST_KEPT + 7)
    assert refused.value.lines == MOST_KEPT + 7
    assert refused.value.problems[-1].line == 1 + MOST_KEPT // 2


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-12", datetime(2026, 11, 12)),
        ("2026-11-12T09:30:00", datetime(2026, 11, 12, 9, 30)),
        ("2026-11-12T09:30:00Z", datetime(2026, 11, 12, 9, 30)),
        ("2026-11-12 09:30:00+01:00", datetime(2026, 11, 12, 8, 30)),
    ],
)
def test_times_are_kept_in_utc(path, text, moment):
    (line,) = read(write_csv(path, line_with(updated_at=text)))
    assert line.updated_at == moment


@given(st.from_regex(r"[a-z0-9.]{1,20}", fullmatch=True))
def test_an_email_hint_shows_one_letter_of_the_name(name):
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "d.csv", line_with(email=f"{name}@um5.ac.ma"))
        assert read(path)[0].email_hint == f"{name[0]}•••@um5.ac.ma"
