"""Answers said without Rasa stand in the domain, in both languages, with the facts of the day."""

from __future__ import annotations

import pytest

from bot.answers.plain import plain_answer, plain_texts


@pytest.mark.parametrize("response", ["utter_apology", "utter_slow_down", "utter_message_too_long"])
def test_what_is_said_without_rasa_is_whole(response):
    texts = plain_texts(response)
    assert set(texts) == {"fr", "ar"} and all(texts.values())
    assert not any("{" in text for text in texts.values())


def test_the_apology_keeps_its_button():
    answer = plain_answer("utter_apology", "fr")
    assert (answer.language, answer.name) == ("fr", "utter_apology")
    assert [button.payload for button in answer.buttons] == ["/request_human"]


@pytest.mark.parametrize(
    ("day", "number"), [("2027-01-31", "0538 00 20 20"), ("2027-02-01", "39 39")]
)
def test_the_apology_names_the_number_that_answers_on_that_day(monkeypatch, day, number):
    monkeypatch.setenv("TAGHTIA_TODAY", day)
    assert all(number in text for text in plain_texts("utter_apology").values())
