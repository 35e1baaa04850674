"""Every problem of a delivery is told at once, by line and field, and none shows a value."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.csv_file import ImportRefused, read_delivery
from eligibility.csv_rows import COLUMNS, LONGEST_UNIVERSITY
from eligibility.person import Identity
from eligibility.status import Status

NOW = datetime(2026, 11, 24, 12)
HEADER = ",".join(COLUMNS)
GOOD = {
    "cin": "AB123456",
    "massar_code": "G123456789",
    "birth_date": "2003-03-05",
    "university": "UM5",
    "academic_year": "2026-2027",
    "status": "declared",
    "email": "salma@um5.ac.ma",
    "updated_at": "2026-10-01",
}


def line_with(**cells: str) -> str:
    return ",".join({**GOOD, **cells}.values())


def read(*lines: str, header: str = HEADER):
    return read_delivery("delivery.csv", "\n".join([header, *lines]).encode(), NOW)


def problems(*lines: str, header: str = HEADER) -> list[tuple[int, str]]:
    with pytest.raises(ImportRefused) as refused:
        read(*lines, header=header)
    return [(problem.line, problem.field) for problem in refused.value.problems]


def test_a_good_line_becomes_typed_values():
    (line,) = read(line_with(cin="ab 123-456", status="ACCEPTED")).lines
    assert line.identity == Identity("AB123456", "G123456789", date(2003, 3, 5))
    assert line.status is Status.ACCEPTED
    assert line.email_hint == "s•••@um5.ac.ma"
    assert line.updated_at == datetime(2026, 10, 1)


def test_all_wrong_fields_of_all_lines_are_told_at_once():
    wrong = line_with(cin="12", massar_code="x", birth_date="5/13/2003", status="?", email="x")
    assert problems(wrong, line_with(), line_with(university="", academic_year="2026")) == [
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
        ("birth_date", "31/02/2003"),
        ("birth_date", "5/3/2090"),
        ("university", "U" * (LONGEST_UNIVERSITY + 1)),
        ("academic_year", "2026-2028"),
        ("academic_year", "26-27"),
        ("status", "accepted?"),
        ("email", "salma at um5"),
        ("email", f"salma@{'a' * 120}.ma"),
        ("updated_at", "12/11/2026"),
        ("updated_at", "2062-11-12"),
        ("updated_at", "2006-11-12"),
        ("updated_at", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_a_wrong_value_is_told_with_the_mend_and_not_shown(field, value):
    with pytest.raises(ImportRefused) as refused:
        read(line_with(**{field: value}))
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.field) == ("delivery.csv", 2, field)
    assert problem.problem and problem.mend
    assert value not in f"{problem} {refused.value}"


@given(st.sampled_from(COLUMNS), st.text("0123456789abcXYZ@éء", min_size=9, max_size=40))
def test_no_value_whatever_it_is_gets_into_a_problem(field, value):
    cells = {**GOOD, field: value}
    out = io.StringIO()
    csv.writer(out).writerows([COLUMNS, cells.values()])
    try:
        read_delivery("delivery.csv", out.getvalue().encode(), NOW)
    except ImportRefused as refused:
        shown = "".join(map(str, refused.problems)) + str(refused)
        assert value not in shown


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    with pytest.raises(ImportRefused):
        read_delivery("delivery.csv", content, NOW)


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_files_of_any_spreadsheet_are_read(delimiter, mark, line_end):
    rows = [HEADER, line_with(), line_with(cin="CD123456"), delimiter * 7, ""]
    text = line_end.join(row.replace(",", delimiter) for row in rows)
    assert len(read_delivery("d.csv", mark + text.encode(), NOW).lines) == 2


def test_columns_are_known_by_name_in_any_order_and_the_rest_is_named():
    header = "Name , STATUS,updated_at,email,academic_year,university,birth_date,massar_code,CIN"
    row = "Salma B,declared,2026-10-01,,2026-2027,UM5,05/03/2003,G123456789,AB123456"
    file = read(row, header=header)
    assert file.ignored_columns == ("name",)
    assert file.lines[0].identity.cin == "AB123456"
    assert file.lines[0].email_hint is None


def test_an_empty_file_lacks_every_column():
    assert problems(header="") == [(1, column) for column in COLUMNS]


def test_a_column_that_stands_twice_is_ambiguous():
    assert problems(line_with() + ",x", header=HEADER + ",status") == [(1, "status")]


def test_a_line_with_a_cell_too_many_or_too_few_is_refused():
    assert problems(line_with() + ",more") == [(2, "line")]
    assert problems(line_with(), line_with().rsplit(",", 1)[0]) == [(3, "line")]


def test_a_file_in_another_encoding_is_refused_by_line():
    content = f"{HEADER}\n{line_with()}\n{line_with(university='Fès')}".encode("latin-1")
    with pytest.raises(ImportRefused) as refused:
        read_delivery("d.csv", content, NOW)
    assert [(p.line, p.field) for p in refused.value.problems] == [(3, "file")]


def test_a_cell_too_large_to_be_one_is_refused():
    assert problems(line_with(university='"' + "U" * 200_000)) == [(2, "line")]


def test_two_lines_that_contradict_each_other_are_refused():
    lines = [line_with(), line_with(cin="CD123456"), line_with(status="accepted")]
    assert problems(*lines) == [(4, "status")]


def test_the_same_line_twice_contradicts_nothing():
    assert len(read(line_with(), line_with(cin="ab-123456")).lines) == 2


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-12", datetime(2026, 11, 12)),
        ("2026-11-12T09:30:00", datetime(2026, 11, 12, 9, 30)),
        ("2026-11-12T09:30:00Z", datetime(2026, 11, 12, 9, 30)),
        ("2026-11-12 09:30:00+01:00", datetime(2026, 11, 12, 8, 30)),
    ],
)
def test_times_are_kept_in_utc(text, moment):
    (line,) = read(line_with(updated_at=text)).lines
    assert line.updated_at == moment


@given(st.from_regex(r"[a-z0-9.]{1,20}", fullmatch=True))
def test_an_email_hint_shows_one_letter_of_the_name(name):
    (line,) = read(line_with(email=f"{name}@um5.ac.ma")).lines
    assert line.email_hint == f"{name[0]}•••@um5.ac.ma"
