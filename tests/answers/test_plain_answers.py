"""Answers said without Rasa stand in the domain, in both languages, with nothing to fill in."""

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
