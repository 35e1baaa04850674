"""A repeated message means what it meant, and is computed once."""

from __future__ import annotations

import pytest
from rasa.core.channels.channel import UserMessage

from bot.remembered import Remembered


@pytest.fixture
def parsed():
    return []


@pytest.fixture
def remembered(parsed):
    def parse(message, tracker, only_output_properties=True):
        parsed.append(message.text)
        return {"text": message.text, "entities": [{"value": len(parsed)}]}

    return Remembered(parse, most=2)


def say(remembered, text, *options):
    return remembered(UserMessage(text), None, *options)


def test_the_same_text_is_parsed_once(remembered, parsed):
    first, second = say(remembered, "salam"), say(remembered, "salam")
    assert first == second and parsed == ["salam"]


def test_what_one_conversation_does_with_it_changes_no_other(remembered):
    say(remembered, "salam")["entities"].append("changed")
    say(remembered, "salam")["entities"][0]["value"] = "changed"
    assert say(remembered, "salam")["entities"] == [{"value": 1}]


def test_the_one_that_was_not_said_for_longest_is_forgotten(remembered, parsed):
    for text in ("a", "b", "a", "c", "a", "b"):
        say(remembered, text)
    assert parsed == ["a", "b", "c", "b"]


def test_commands_of_buttons_are_not_remembered(remembered, parsed):
    say(remembered, "/greet"), say(remembered, "/greet")
    assert parsed == ["/greet", "/greet"]


def test_other_options_are_another_question(remembered, parsed):
    say(remembered, "a", True), say(remembered, "a", False)
    assert parsed == ["a", "a"]


def test_the_real_model_understands_a_repeated_message_alike(talk):
    first = talk.say("kifach ntsjel f AMO ?")
    assert talk.say("kifach ntsjel f AMO ?") == first
