"""Nothing of a remote answer is believed before every field of it has been checked."""

from __future__ import annotations

import json
from datetime import date, datetime, timezone

import pytest

from eligibility.outcome import StateChange
from eligibility.remote.answer import BadAnswer, read_answer
from eligibility.status import Status
from tests.fund_service import application
from tests.lying_answers import LIES, answer

NOW = datetime(2026, 11, 26, 12, tzinfo=timezone.utc)
BORN = date(2005, 3, 5)


def read(body: object, born: date = BORN):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_answer(raw, "r1", born, NOW)


def test_a_right_answer_is_read_with_its_times_in_utc():
    history = [("declared", "2026-10-01T08:00:00Z"), ("accepted", "2026-11-19T16:45:00+01:00")]
    (one,) = read(answer(application(history=history, email_hint="s•••@um5.example")))
    assert one.status is Status.ACCEPTED and one.email_hint == "s•••@um5.example"
    assert one.updated_at == datetime(2026, 11, 20, 8, 30, tzinfo=timezone.utc)
    assert one.history == (
        StateChange(Status.DECLARED, datetime(2026, 10, 1, 8, tzinfo=timezone.utc)),
        StateChange(Status.ACCEPTED, datetime(2026, 11, 19, 15, 45, tzinfo=timezone.utc)),
    )


def test_no_application_is_an_answer():
    assert read(answer()) == ()


def test_members_that_the_contract_does_not_name_are_ignored():
    assert len(read(answer(application(colour="green"), version=2))) == 1


def test_an_arabic_university_is_read():
    assert read(answer(application() | {"university": "جامعة محمد الخامس"}))


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_refused(lie):
    with pytest.raises(BadAnswer):
        read(LIES[lie])


def test_a_year_before_this_person_can_have_studied_is_somebody_elses():
    old = answer(application(year="2016-2017", updated_at="2016-11-20T09:30:00Z"))
    assert read(old, born=date(1998, 1, 1))
    with pytest.raises(BadAnswer, match="before this person"):
        read(old)


def test_a_clock_that_is_a_little_fast_is_no_lie():
    assert read(answer(application(updated_at="2026-11-26T12:03:00Z")))


def test_a_refusal_names_the_field_and_never_the_value():
    with pytest.raises(BadAnswer) as refused:
        read(answer(application(), application("SECRET", year="2025-2026")))
    assert str(refused.value).startswith("applications.1.status")
    assert "SECRET" not in str(refused.value)
