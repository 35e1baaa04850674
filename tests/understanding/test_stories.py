"""Rules for every message: outside the tracking form and inside it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
INTENTS = yaml.safe_load((PROJECT / "domain.yml").read_text("utf-8"))["intents"]
RULES = [
    rule
    for file in sorted((PROJECT / "data" / "stories").glob("*.yml"))
    for rule in yaml.safe_load(file.read_text("utf-8"))["rules"]
]


def first_intents(rule) -> set[str]:
    """The intents that a rule begins with."""
    first = rule["steps"][0]
    steps = first.get("or", [first])
    return {step["intent"] for step in steps if "intent" in step}


def answered(in_form: bool) -> set[str]:
    def is_in_form(rule) -> bool:
        return {"active_loop": "tracking_form"} in rule.get("condition", [])

    return {
        intent for rule in RULES if is_in_form(rule) == in_form for intent in first_intents(rule)
    }


@pytest.mark.parametrize("in_form", [False, True])
def test_every_intent_has_a_rule(in_form):
    """Without one Rasa falls back again and again until it stops listening."""
    assert answered(in_form) >= {*INTENTS, "nlu_fallback"}
