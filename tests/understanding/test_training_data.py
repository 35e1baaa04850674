"""The training messages: enough of each, none twice, none in the validation set."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parents[2]
VARIETIES = {"fr", "msa", "ary", "arz", "mix"}


def examples():
    for file in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines():
                yield block["intent"], block["metadata"]["variety"], line.removeprefix("- ").strip()


EXAMPLES = list(examples())


def test_every_intent_that_people_have_is_taught_in_all_five_varieties():
    domain = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    said_by_people = {i for i in domain["intents"] if not i.startswith(("message_", "action_"))}
    counts = Counter(intent for intent, _, _ in EXAMPLES)
    assert set(counts) == said_by_people
    for intent in said_by_people:
        assert counts[intent] >= (150 if intent == "out_of_scope" else 40), intent
        assert {variety for i, variety, _ in EXAMPLES if i == intent} == VARIETIES, intent


def test_no_message_is_taught_for_two_intents_or_twice_for_one():
    twice = [text for text, count in Counter(text for _, _, text in EXAMPLES).items() if count > 1]
    assert twice == []


def test_validation_messages_are_not_training_messages():
    file = PROJECT / "tests" / "data" / "nlu_validation.jsonl"
    validation = {json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()}
    assert validation.isdisjoint({text for _, _, text in EXAMPLES})
