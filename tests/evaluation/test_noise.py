"""The noise is what it says, and costs understanding little."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.commands.train import ensure_model
from bot.evaluation.nlu import predict, summarise
from bot.evaluation.parser import load_parser
from bot.evaluation.wishes import evaluate_wishes
from bot.understanding.misspelling import HABITS, STROKES, noisy

DATA = Path(__file__).resolve().parents[1] / "data"
# Every third: the test takes seconds, the command measures them all.
LINES = [json.loads(x) for x in (DATA / "nlu_dev.jsonl").read_text("utf-8").splitlines()][::3]


@pytest.fixture(scope="module")
def parse():
    return load_parser(ensure_model())


@pytest.mark.parametrize("kind", [None, *STROKES, *HABITS])
def test_noise_changes_a_message_the_same_way_each_time(kind):
    text = "Où est-ce que je dépose mon dossier de soins à Fès s'il vous plaît"
    assert noisy(text, kind) == noisy(text, kind) != text


def test_with_one_edit_in_ten_characters_most_is_still_understood(parse):
    changed = [{**line, "text": noisy(line["text"])} for line in LINES]
    misspelt = summarise(predict(parse, changed))["accuracy"]
    assert misspelt >= 0.84
    # Wide: what clean messages gain is a loss here.
    assert summarise(predict(parse, LINES))["accuracy"] - misspelt <= 0.10


def test_most_pairs_of_wishes_are_found_and_few_single_ones_split(parse):
    text = (DATA / "two_wishes_test.jsonl").read_text("utf-8")
    counts = evaluate_wishes(parse, map(json.loads, text.splitlines()))
    assert counts["in_order"] / counts["two"] >= 0.65
    assert counts["one_split"] / counts["one"] <= 0.3
