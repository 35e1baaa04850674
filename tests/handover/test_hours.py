"""When agents answer: hours, holidays by package and law, and the next opening."""

from __future__ import annotations

import itertools
from datetime import date, datetime

import holidays
import pytest

from handover.hours_file import BadHours, hours_from_environment, read_hours
from knowledge.clock import MOROCCO

USUAL = hours_from_environment()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=MOROCCO)


def written(tmp_path, text):
    file = tmp_path / "hours.yml"
    file.write_text(text, encoding="utf-8")
    return read_hours(file)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-26 08:29", False),
        ("2026-11-26 08:30", True),
        ("2026-11-26 16:29", True),
        ("2026-11-26 16:30", False),
        ("2026-11-27 12:00", False),
        ("2026-11-27 14:00", True),
        ("2026-11-28 10:00", False),
    ],
)
def test_the_day_begins_and_ends_as_written_with_the_friday_prayer(moment, is_open):
    assert USUAL.is_open(at(moment)) == is_open


@pytest.mark.parametrize(
    "day", ["2026-11-06", "2026-11-18", "2027-01-11", "2027-01-14", "2027-07-30", "2026-10-31"]
)
def test_nobody_answers_on_a_public_holiday(day):
    # 14 January is the Amazigh new year, which the package has a day too early.
    assert USUAL.on(date.fromisoformat(day)) == ()


def test_the_package_has_every_fixed_holiday_of_the_decree_but_those_that_we_add():
    public = holidays.country_holidays("MA", years=2027)
    fixed = "01-01 01-11 05-01 07-30 08-14 08-20 08-21 11-06 11-18".split()
    assert all(date.fromisoformat(f"2027-{day}") in public for day in fixed)
    for day in ("10-31", "01-14"):
        assert date.fromisoformat(f"2027-{day}") not in public, f"{day} need not be added any more"
        assert USUAL.holiday_on(date.fromisoformat(f"2027-{day}"))
    assert not USUAL.holiday_on(date(2027, 1, 13))


def test_the_lunar_holidays_are_two_days_each_and_marked_as_reckoned():
    reckoned = [day for day in _days(2027) if (h := USUAL.holiday_on(day)) and h.reckoned]
    # Two each of Eid al-Fitr, Eid al-Adha and the Prophet's birthday, one of the new year.
    assert len(reckoned) == 7
    assert reckoned[1].toordinal() - reckoned[0].toordinal() == 1


def test_a_lunar_holiday_that_was_announced_moves(tmp_path):
    hours = written(
        tmp_path,
        'days: {tuesday: "09:00-12:00", wednesday: "09:00-12:00", thursday: "09:00-12:00"}\n'
        "closed: [2027-03-10, 2027-03-11]\nopen: [2027-03-09]\n",
    )
    assert hours.on(date(2027, 3, 9)) and not hours.on(date(2027, 3, 11))
    assert hours.holiday_on(date(2027, 3, 10)).reckoned is False


def test_the_next_opening_leaps_over_night_week_end_and_holiday():
    assert USUAL.next_opening(at("2026-11-26 20:00")) == at("2026-11-27 08:30")
    assert USUAL.next_opening(at("2026-11-27 17:00")) == at("2026-11-30 08:30")
    assert USUAL.next_opening(at("2026-11-17 17:00")) == at("2026-11-19 08:30")
    assert USUAL.next_opening(at("2026-11-26 10:00")) == at("2026-11-27 08:30")


def test_calls_are_offered_for_half_days_that_leave_time_enough():
    def offered(moment):
        some = itertools.islice(USUAL.half_days(at(moment)), 3)
        return [f"{span.start:%d %H:%M}-{span.end:%H:%M}" for span in some]

    assert offered("2026-11-26 10:00") == ["26 10:00-12:30", "26 12:30-16:30", "27 08:30-11:30"]
    assert offered("2026-11-26 16:10")[0] == "27 08:30-11:30"
    assert offered("2026-11-28 10:00")[0] == "30 08:30-12:30"


def test_other_hours_hold_in_their_weeks(tmp_path):
    hours = written(
        tmp_path,
        'days: {monday: "08:30-16:30"}\n'
        'periods: [{from: 2027-02-08, to: 2027-03-08, days: {monday: "09:00-15:00"}}]\n',
    )
    assert hours.is_open(at("2027-02-01 15:30")) and not hours.is_open(at("2027-02-08 15:30"))
    assert hours.is_open(at("2027-03-15 15:30"))


def test_a_centre_that_never_opens_has_no_next_opening(tmp_path):
    hours = written(tmp_path, "days: {}\n")
    assert hours.next_opening(at("2026-11-26 10:00")) is None
    assert list(hours.half_days(at("2026-11-26 10:00"))) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("days: {monday: 8-16}", "monday"),
        ('days: {monday: "16:30-08:30"}', "monday"),
        ('days: {monday: "08:00-12:00, 11:00-13:00"}', "monday"),
        ('days: {monday: "25:00-26:00"}', "monday"),
        ('days: {lundi: "08:30-16:30"}', "lundi"),
        ("days: 5", "days"),
        ("{", "no YAML"),
        ("days: {}\nclosed: [tomorrow]", "tomorrow"),
        ('days: {}\nclosed: ["13-45"]', "13-45"),
        ("days: {}\nperiods: [{from: 2027-02-08}]", "periods"),
        ("days: {}\nperiods: [{from: 2027-02-08, to: 2027-01-01, days: {}}]", "before"),
        ("days: {}\nholidays: []", "holidays"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path, text, named):
    with pytest.raises(BadHours, match=r"hours\.yml") as refused:
        written(tmp_path, text)
    assert named in str(refused.value)


def test_changed_hours_hold_without_a_restart(tmp_path, monkeypatch):
    file = tmp_path / "hours.yml"
    file.write_text('days: {thursday: "08:30-16:30"}')
    monkeypatch.setenv("TAGHTIA_HELPLINE", str(file))
    assert hours_from_environment().is_open(at("2026-11-26 10:00"))
    file.write_text('days: {thursday: "14:30-16:30"}')
    assert not hours_from_environment().is_open(at("2026-11-26 10:00"))
    file.unlink()
    with pytest.raises(BadHours, match="TAGHTIA_HELPLINE"):
        hours_from_environment()


def _days(year):
    first = date(year, 1, 1).toordinal()
    return [date.fromordinal(first + n) for n in range(365)]
