"""A delivery is taken in whole or not at all."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from eligibility import Found, Identity, NotFound
from eligibility.importing import ImportRefused, import_csv

HEADER = "cin,massar_code,birth_date,university,academic_year,status,email,updated_at"
GOOD = "AB123456,G123456789,2003-03-05,UM5,2026-2027,declared,ana@um5.ac.ma,2026-10-01"
AMINE = Identity("AB123456", "G123456789", date(2003, 3, 5))
NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


@pytest.fixture
def take_in(store, tmp_path):
    def write_and_import(*lines, header=HEADER, encoding="utf-8"):
        path = tmp_path / "delivery.csv"
        path.write_text("\n".join([header, *lines]), encoding=encoding)
        return import_csv(store, path)

    return write_and_import


def test_a_newer_state_replaces_an_older_one_and_never_the_other_way(store, take_in):
    accepted = GOOD.replace("declared", "accepted").replace("2026-10-01", "2026-11-02")
    assert take_in(accepted).added == 1
    assert take_in(GOOD).unchanged == 1
    outcome = store.look_up(AMINE, "me", NOON)
    assert isinstance(outcome, Found)
    assert outcome.application.status.value == "accepted"
    assert outcome.application.email_hint == "a•••@um5.ac.ma"


def test_a_byte_order_mark_semicolons_and_extra_columns_are_taken(take_in):
    report = take_in(
        GOOD.replace(",", ";") + ";Amine",
        header=HEADER.replace(",", ";") + ";name",
        encoding="utf-8-sig",
    )
    assert report.added == 1 and report.ignored_columns == ("name",)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("AB123456", "123"),
        ("G123456789", "G12"),
        ("2003-03-05", "31/02/2003"),
        ("2026-2027", "26/27"),
        ("declared", "perhaps"),
        ("ana@um5.ac.ma", "ana"),
        ("2026-10-01", "yesterday"),
    ],
)
def test_one_wrong_field_refuses_the_whole_file_by_line_without_showing_it(
    store, take_in, field, value
):
    with pytest.raises(ImportRefused) as refused:
        take_in(GOOD.replace("AB123456", "CD654321"), GOOD.replace(field, value))
    (problem,) = refused.value.problems
    assert problem.line == 3 and problem.field in HEADER
    assert value not in str(problem).removeprefix("delivery.csv:3")
    assert store.look_up(AMINE, "me", NOON) == NotFound()


def test_a_missing_column_is_named(take_in):
    with pytest.raises(ImportRefused) as refused:
        take_in(GOOD, header=HEADER.replace("status", "state"))
    assert [problem.field for problem in refused.value.problems] == ["status"]
