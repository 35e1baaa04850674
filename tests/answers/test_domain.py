"""Every sentence of the domain: in both languages, from the knowledge base, fit for a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from rasa.core.nlg.generator import ResponseVariationFilter

from bot.answers.titles import topic_titles
from knowledge import load_knowledge

PROJECT = Path(__file__).resolve().parents[2]
DOMAIN = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
RESPONSES = DOMAIN["responses"]
KNOWLEDGE = load_knowledge()
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
CHANNELS = ("collector", "whatsapp", "telegram", "telephone")
LANGUAGES = ("fr", "ar")
HARD_LIMIT = 520
# What a law took away is answered by the one response that says so.
ENDED = "utter_scheme_ended"


def variations():
    return [(name, one) for name, several in RESPONSES.items() for one in several]


def chosen(name, language, scheme, channel):
    filled = {"language": language, "student_scheme": scheme}
    found = ResponseVariationFilter(RESPONSES).responses_for_utter_action(name, channel, filled)
    if not found and scheme == "ended":
        return chosen(ENDED, language, scheme, channel)
    return found


@pytest.mark.parametrize("name", RESPONSES)
def test_every_response_has_one_text_in_each_language_channel_and_state_of_the_law(name):
    for language in LANGUAGES:
        for scheme in ("in_force", "ended"):
            for channel in CHANNELS:
                assert len(chosen(name, language, scheme, channel)) == 1


@pytest.mark.parametrize("name", RESPONSES)
def test_both_languages_rest_on_the_same_facts_and_offer_the_same_buttons(name):
    by_language = {language: [] for language in LANGUAGES}
    for one in RESPONSES[name]:
        conditions = {c["name"]: c["value"] for c in one["condition"]}
        by_language[conditions["language"]].append(
            (
                conditions.get("student_scheme"),
                sorted(set(PLACEHOLDER.findall(one["text"]))),
                [button["payload"] for button in one.get("buttons", [])],
                (one.get("metadata") or {}).get("rests_on"),
            )
        )
    assert by_language["fr"] == by_language["ar"]


def test_arabic_texts_are_arabic_and_french_ones_are_not():
    for name, one in variations():
        language = one["condition"][0]["value"]
        arabic = len(re.findall(r"[\u0621-\u064a]", PLACEHOLDER.sub("", one["text"])))
        assert (arabic > 5) == (language == "ar"), name


def test_no_sentence_types_a_fact():
    """Digits, addresses and dates come from the knowledge base; "1." numbers a list's lines."""
    for name, one in variations():
        text = PLACEHOLDER.sub("", one["text"])
        text = re.sub(r"(?m)^\d\. ", "", text)
        text = re.sub(r"(Étape|المرحلة) \d", "", text)
        assert not re.search(r"\d|www\.|http[s]?:|@|٪", text), (name, text)


def test_every_placeholder_is_a_value_of_the_knowledge_base_or_of_an_action():
    given = KNOWLEDGE.answer_values("fr")
    for name, one in variations():
        for placeholder in PLACEHOLDER.findall(one["text"]):
            assert placeholder in given or placeholder.islower(), (name, placeholder)


def test_every_fact_that_an_answer_rests_on_exists():
    for name, one in variations():
        for fact in (one.get("metadata") or {}).get("rests_on", []):
            assert fact in KNOWLEDGE.facts, (name, fact)


def test_answers_are_short_enough_for_a_phone():
    for name, one in variations():
        values = KNOWLEDGE.answer_values(one["condition"][0]["value"])
        text = one["text"]
        for placeholder in PLACEHOLDER.findall(text):
            text = text.replace(f"{{{placeholder}}}", values.get(placeholder, placeholder))
        # An address that nobody reads letter by letter does not make a text longer to read.
        readable = re.sub(r"https?://\S+", "", text)
        assert len(readable) <= HARD_LIMIT, (name, len(readable))


def test_buttons_fit_the_channels_and_lead_somewhere():
    for name, one in variations():
        buttons = one.get("buttons", [])
        assert len(buttons) <= 3, name
        for button in buttons:
            assert len(button["title"]) <= 20, (name, button["title"])
            assert button["payload"].removeprefix("/") in DOMAIN["intents"], name


def test_every_topic_has_a_name_for_its_button_in_both_languages():
    titles = topic_titles(RESPONSES)
    topics = {i for i in DOMAIN["intents"] if i.startswith("ask_")} - {
        "ask_capabilities",
        "ask_about",
        "ask_next_step",
        "ask_source",
    }
    topics |= {"track_application", "find_office", "report_problem", "request_human"}
    for language in LANGUAGES:
        missing = {topic for topic in topics if not titles[language].get(topic)}
        assert missing <= {"ask_about", "ask_capabilities"}
