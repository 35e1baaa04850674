"""What a channel gets to show beside the text of an answer."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from actions.offices import office_of
from bot.answers.answer import Answer
from bot.answers.generator import KnowledgeNaturalLanguageGenerator, conversation_language
from eligibility import Status
from knowledge import load_knowledge

PROJECT = Path(__file__).resolve().parents[2]
DOMAIN = Domain.from_dict(yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8")))
GENERATOR = KnowledgeNaturalLanguageGenerator(None, DOMAIN)
KNOWLEDGE = load_knowledge()


def said(response, language, **variables):
    tracker = DialogueStateTracker("somebody", DOMAIN.slots)
    tracker.update(SlotSet("language", language))
    message = asyncio.run(GENERATOR.generate(response, tracker, "web", **variables))
    return Answer.from_rasa({**message, "utter_action": response})


def test_the_pages_language_holds_until_the_person_shows_one():
    tracker = DialogueStateTracker("somebody", DOMAIN.slots)
    tracker.update(UserUttered("ok", metadata={"language": "fr"}))
    assert conversation_language(tracker) == "fr"
    tracker.update(SlotSet("language_guess", "ar"))
    assert conversation_language(tracker) == "ar"


def test_an_office_is_shown_in_the_language_of_the_answer_with_its_distance():
    answer = KNOWLEDGE.place_meant("Berkane", expected=True)
    response, variables = office_of(KNOWLEDGE, answer.place)
    french, arabic = (said(response, language, **variables) for language in ("fr", "ar"))
    (office,) = french.offices
    assert office.town == "Oujda" and 30 < office.distance_km < 80
    assert arabic.offices[0].town == "وجدة" and arabic.offices[0].map_url == office.map_url
    assert office.address in french.text


def test_a_town_with_several_offices_shows_them_all():
    answer = KNOWLEDGE.place_meant("Rabat", expected=True)
    response, variables = office_of(KNOWLEDGE, answer.place)
    offices = said(response, "fr", **variables).offices
    assert len(offices) == len(KNOWLEDGE.nearest_offices(answer.place).main) > 1


@pytest.mark.parametrize("status", Status)
def test_an_applications_state_goes_along_with_its_answer(status):
    assert said(f"utter_application_{status.value}", "ar").status == status.value


@pytest.mark.parametrize(
    ("response", "identifier"),
    [
        ("utter_tracking_intro", "cin"),
        ("utter_ask_cin", "cin"),
        ("utter_ask_tracking_form_massar_code", "massar_code"),
        ("utter_ask_tracking_form_birth_date", "birth_date"),
    ],
)
def test_a_question_for_an_identifier_says_which(response, identifier):
    assert {said(response, language).asks for language in ("fr", "ar")} == {identifier}


def test_each_step_of_the_walk_says_which_it_is():
    assert [said(f"utter_step_{n}", "fr").step for n in (1, 2, 3, 4)] == [1, 2, 3, 4]
    assert said("utter_ask_enrollment_steps", "fr").step == 0


def test_an_answer_with_nothing_to_show_is_its_text_and_buttons():
    answer = Answer.from_rasa({"text": "ok", "buttons": [{"title": "A", "payload": "/greet"}]})
    assert answer.as_json() == {
        "text": "ok",
        "language": "ar",
        "buttons": ({"title": "A", "payload": "/greet"},),
    }
