"""What conversations count for: resolved or not, left forms, what was not answered, how fast."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.plain import domain_responses
from insights.figures import meanings
from insights.figures.forms import form_runs
from insights.figures.period import Period
from insights.figures.talks import read_talks
from insights.figures.tally import tally
from knowledge.clock import today
from tests.insights.conftest import answered, body, moment, said

NOW = Period.of_days(3, today())


class Talking:
    """One conversation, a second a step, from an hour ago on."""

    def __init__(self, sender="me"):
        self.sender, self.seconds, self.bodies = sender, 0, []

    def _at(self):
        self.seconds += 1
        return moment(60 + self.seconds / 60)

    def asks(self, intent="ask_contribution", **more):
        self.bodies.append(said(self.sender, self._at(), intent=intent, **more))
        return self

    def hears(self, response="utter_ask_contribution", wording=None):
        self.bodies.append(answered(self.sender, self._at(), response, wording))
        return self

    def votes(self, helpful, response="utter_ask_contribution"):
        fields = {"number": self.seconds, "helpful": helpful, "response": response}
        self.bodies.append(body("vote", self.sender, self._at(), **fields))
        return self

    def form(self, name):
        self.bodies.append(body("active_loop", self.sender, self._at(), name=name))
        return self

    def field(self, name):
        slot = {"name": "requested_slot", "value": name}
        self.bodies.append(body("slot", self.sender, self._at(), **slot))
        return self


def tallied(store, *talks):
    for one in talks:
        store.taking_in.take(one.bodies)
    return tally(read_talks(store.engine, NOW))


def answered_talk(sender="me"):
    return Talking(sender).asks().hears()


RESOLVED = {
    "answered": answered_talk(),
    "lost at first, then answered": Talking().asks().hears("utter_lost").asks().hears(),
    "out of scope": Talking().asks("out_of_scope").hears("utter_out_of_scope"),
    "found useless, then useful": answered_talk().votes(False).asks().hears().votes(True),
    "a form to its end": Talking()
    .asks("track_application")
    .form("tracking_form")
    .field("cin")
    .asks("inform")
    .field(None)
    .form(None)
    .hears("utter_application_accepted"),
}
UNRESOLVED = {
    "lost at last": answered_talk().asks().hears("utter_lost"),
    "no answer at all": answered_talk().asks(),
    "a person was asked for": answered_talk().asks("request_human").hears("utter_request_human"),
    "a person was offered": answered_talk().asks().hears("utter_handover_queued"),
    "a failure": Talking().asks().hears("utter_apology").asks().hears(),
    "a turn that failed": Talking().asks("action_failed", text="/action_failed").hears(),
    "found useless": answered_talk().votes(False),
    "a form left by silence": Talking().asks().form("tracking_form").field("cin").hears(),
    "a form left by a word": Talking()
    .asks()
    .form("tracking_form")
    .field("cin")
    .asks("cancel")
    .form(None)
    .field(None)
    .hears("utter_cancelled"),
}


@pytest.mark.parametrize("talk", RESOLVED.values(), ids=RESOLVED)
def test_a_conversation_is_resolved_without_a_person(sqlite_store, talk):
    assert tallied(sqlite_store, talk).contained == 1


@pytest.mark.parametrize("talk", UNRESOLVED.values(), ids=UNRESOLVED)
def test_a_conversation_is_not_resolved(sqlite_store, talk):
    counted = tallied(sqlite_store, talk)
    assert (counted.conversations, counted.contained) == (1, 0)


def test_a_form_is_left_at_the_field_that_was_asked_for_last(store):
    whole = Talking("a").asks().form("tracking_form").field("cin").field("massar_code").asks()
    again = Talking("b").asks().form("tracking_form").field("cin").field(None).form(None).hears()
    counted = tallied(store, whole, again)
    assert counted.forms_begun == {"tracking_form": 2}
    assert counted.forms_left == {("tracking_form", "massar_code"): 1}


def test_the_end_of_a_form_that_never_began_is_none():
    assert form_runs([]) == []


def test_conversations_are_counted_once_for_what_they_say_twice(store):
    fes = [("university", "USMBA"), ("city", "Fès"), ("language", "fr")]
    talk = Talking().asks(entities=fes).hears().asks(entities=fes).hears()
    counted = tallied(store, talk, answered_talk("you"))
    assert counted.topics == {"ask_contribution": 2}
    assert counted.universities == {"USMBA": 1} and counted.cities == {"Fès": 1}
    assert counted.languages == {"fr": 1, "": 1}
    assert counted.varieties == {"fr": 3} and counted.messages == 3
    assert sum(counted.hours.values()) == 3 and sum(counted.days.values()) == 2


def test_the_second_wish_of_a_message_is_a_topic_too(store):
    two = Talking().asks("ask_coverage", entities=[("second_wish", "find_office")]).hears()
    assert set(tallied(store, two).topics) == {"ask_coverage", "find_office"}


def test_speed_is_from_the_gate_to_the_last_answer(store):
    talk = Talking().asks().hears().hears("utter_source")
    (seconds,) = tallied(store, talk).seconds
    # Received 0.05 s before it was understood; two answers, a second each.
    assert seconds == pytest.approx(2.05, abs=0.01)


def test_only_conversations_that_began_in_the_period_count(store):
    store.taking_in.take(answered_talk().bodies)
    before = NOW.before()
    assert tally(read_talks(store.engine, before)).conversations == 0
    assert before.days == NOW.days and (NOW.first - before.last).days == 1


def test_a_period_is_of_days_in_morocco():
    begun, over = Period(date(2026, 11, 1), date(2026, 11, 1)).bounds()
    # Morocco is one hour ahead of UTC, but for Ramadan.
    assert begun.isoformat() == "2026-10-31T23:00:00"
    assert (over - begun).total_seconds() == 86_400
    with pytest.raises(ValueError, match="before it begins"):
        Period(date(2026, 11, 2), date(2026, 11, 1))


def test_every_response_that_the_figures_know_is_one_of_the_domain():
    known = set(domain_responses())
    named = {*meanings.LOST, *meanings.ASKED_BACK, *meanings.OUT_OF_SCOPE, *meanings.FAILED}
    assert named | {*meanings.PERSON, *meanings.TRACKING} <= known
    assert any(name.startswith(meanings.PERSON_PREFIX) for name in known)
