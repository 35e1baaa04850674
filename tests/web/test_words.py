"""The widget's own words and choices: complete in both languages, and true to the domain."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge import load_knowledge

WIDGET = Path(__file__).resolve().parents[2] / "bot/web/widget"
WORDS = json.loads((WIDGET / "strings.json").read_text())
CHOICES = json.loads((WIDGET / "choices.json").read_text())
CODE = "\n".join(path.read_text() for path in WIDGET.glob("*.js"))


@lru_cache
def domain() -> dict[str, Any]:
    return yaml.safe_load((WIDGET.parents[2] / "domain.yml").read_text())


def shape(value: object) -> object:
    """Keys, list lengths and placeholders: what both languages must share."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shape(one) for one in value]
    return sorted(re.findall(r"\{\w+\}", str(value)))


def test_both_languages_say_the_same_things():
    assert shape(WORDS["fr"]) == shape(WORDS["ar"])


def texts(value: Any) -> list[str]:
    """Every text in a table of words."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value
    return [text for part in parts for text in texts(part)]


def test_no_word_is_empty():
    assert all(text.strip() for text in texts(WORDS))


def test_arabic_words_are_arabic():
    for key in WORDS["ar"].keys() - {"other_language", "hidden_text"}:
        for text in texts(WORDS["ar"][key]):
            assert re.search(r"[\u0600-\u06ff]", text), key


def test_every_word_is_used():
    states = {"done", "current", "todo", "stopped", "attention", "accepted"}
    people = {"assistant", "agent", "system", "you"}
    for key in WORDS["fr"].keys() - states - people:
        assert re.search(rf'"{key}"', CODE), key


def test_no_sentence_stands_in_the_code():
    # A French or Arabic sentence has letters that English identifiers do not.
    without_comments = re.sub(r"/\*.*?\*/|//.*", "", CODE, flags=re.S)
    assert not re.findall(r"[\u0621-\u064aéèêàçù]", without_comments)


def test_suggestions_ask_what_the_assistant_knows():
    intents = domain()["intents"]
    payloads = [one["payload"] for one in CHOICES["suggestions"]]
    payloads += [CHOICES["capabilities"], CHOICES["source"], CHOICES["language"]]
    for payload in payloads:
        assert payload.removeprefix("/") in intents


def test_answers_named_here_are_in_the_domain():
    named = {*CHOICES["place_after"], CHOICES["emergency"]}
    named |= {CHOICES["agent_begins"], *CHOICES["agent_ends"]}
    assert named <= set(domain()["responses"])


def test_the_short_number_is_the_one_of_the_knowledge_base():
    value = load_knowledge().answer_values("fr")["K46.number"]
    assert value == CHOICES["short_number"]
