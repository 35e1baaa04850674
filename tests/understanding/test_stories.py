"""Rules for every message: outside the forms and inside them."""

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


def answered(form: str | None) -> set[str]:
    def form_of(rule) -> str | None:
        loops = (one.get("active_loop") for one in rule.get("condition", []))
        return next((loop for loop in loops if loop), None)

    return {intent for rule in RULES if form_of(rule) == form for intent in first_intents(rule)}


@pytest.mark.parametrize("form", [None, "tracking_form", "call_back_form"])
def test_every_intent_has_a_rule(form):
    """Without one Rasa falls back again and again until it stops listening."""
    assert answered(form) >= {*INTENTS, "nlu_fallback"}
