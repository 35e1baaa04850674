"""Facts whose time ends, whose sources are old or press only, make the editor's work list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.answers.plain import domain_responses
from bot.answers.resting import responses_by_fact
from insights.upkeep import Limits, given_answers, latest_day, work_list
from knowledge import load_knowledge
from knowledge.facts import Fact, Source
from tests.insights.conftest import answered, moment, said

ON = date(2026, 11, 27)
FRESH = ("official", "juillet 2026")


class Base:
    """A knowledge base of one fact with its sources."""

    def __init__(self, *sources, **more):
        both = {"fr": "x", "ar": "x"}
        made = {}
        for number, (kind, written) in enumerate(sources):
            dated = {"fr": written, "ar": written}
            made[f"S{number}"] = Source(f"S{number}", kind, both, None, dated)
        fact = Fact("F1", "t", both, {}, tuple(made), "high", "confirmed", None, None, None)
        self.sources, self.facts = made, {"F1": replace(fact, **more)}


def reasons(base, **limits):
    return [work.reasons for work in work_list(base, ON, Limits(**limits), {}, {})]


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (Base(FRESH), []),
        (Base(FRESH, valid_until=date(2027, 6, 1)), []),
        (Base(FRESH, valid_until=date(2027, 1, 31)), [["holds until 2027-01-31"]]),
        (Base(FRESH, valid_until=date(2026, 1, 1)), [["holds until 2026-01-01"]]),
        (Base(("official", "mars 2021")), [["newest source of 2021-03-31"]]),
        (Base(("official", "mars 2021"), ("press", "mai 2026")), []),
        (Base(("official", "non daté")), [["no source with a date"]]),
        (Base(("press", "2026")), [["press only"]]),
        (Base(("press", "2026"), ("official_text", "2025")), []),
    ],
)  # fmt: skip
def test_a_fact_is_listed_for_what_is_wrong_with_it(base, expected):
    assert reasons(base) == expected


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("23 février 2021", date(2021, 2, 28)),
        ("non daté, vers 2016-2018", date(2018, 12, 31)),
        ("2018 et juillet 2019", date(2019, 7, 31)),
        ("Bulletin officiel 5344, 18 août 2005", date(2005, 8, 31)),
        ("décembre 2022", date(2022, 12, 31)),
        ("diverses", None),
    ],
)
def test_a_written_date_is_read_as_the_latest_day_that_it_may_mean(written, day):
    assert latest_day(written) == day


def test_the_nearest_end_comes_first_and_then_what_is_asked_most():
    knowledge = load_knowledge()
    answers = responses_by_fact(domain_responses())
    assert "utter_ask_contribution" in {one for several in answers.values() for one in several}
    asked = next(fact for fact, names in answers.items() if "utter_ask_website" in names)
    given = {"utter_ask_website": 500}
    listed = work_list(knowledge, ON, Limits(), answers, given)
    ends = [work.ends for work in listed if work.ends]
    assert ends == sorted(ends)
    ranked = {work.fact.id: work.asked for work in listed}
    assert ranked.get(asked, 500) >= 500


def test_answers_are_counted_of_the_last_days_only(store):
    old = moment(-60 * 24 * 60)
    store.taking_in.take([said("a", moment()), answered("a", moment())])
    store.taking_in.take([said("b", old), answered("b", old)])
    assert given_answers(store.engine, 28) == {"utter_ask_contribution": 1}
