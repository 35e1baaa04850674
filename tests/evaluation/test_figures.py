"""The figures that the evaluation commands print."""

from __future__ import annotations

import pytest

from bot.evaluation.lines import EvaluationFileError, read_lines
from bot.evaluation.nlu import predict, summarise
from bot.evaluation.places import evaluate_places
from knowledge import load_knowledge


def test_a_question_back_counts_as_its_first_choice_and_also_as_right():
    answers = {"a": "greet", "b": "out_of_scope", "c": "thank", "d": "thank", "e": "nlu_fallback"}

    def parse(text):
        return {
            "intent": {"name": answers[text], "confidence": 0.5},
            "intent_ranking": [{"name": "deny"}, {"name": "cancel"}],
            "entities": [],
        }

    lines = [
        {"text": "a", "intent": "greet", "variety": "fr"},
        {"text": "b", "intent": "out_of_scope", "variety": "fr"},
        {"text": "c", "intent": "affirm", "variety": "ary", "also": ["thank"]},
        {"text": "d", "intent": "greet", "variety": "ary"},
        {"text": "e", "intent": "cancel", "variety": "ary"},
    ]
    summary = summarise(predict(parse, lines))
    assert summary["accuracy"] == 0.6
    assert summary["by_variety"] == {"ary": 1 / 3, "fr": 1.0}
    assert summary["asked_which"] == 0.25 and summary["asked_rightly"] == 1.0
    assert summary["out_of_scope_recall"] == 1.0
    assert {"intent": "greet", "predicted": "thank", "count": 1} in summary["confusions"]


def test_places_are_judged_by_the_offices_town_or_the_question():
    lines = [
        {"text": "tiflet", "nearest_office_city": "Sala Al Jadida"},
        {"text": "agdal", "expect": "ask"},
        {"text": "taza", "nearest_office_city": "Fès"},
    ]
    result = evaluate_places(load_knowledge(), lines)
    assert result["right"] == 0.5 and result["asked_back"] == 1.0
    assert result["wrong"] == [{"text": "taza", "expected": "Fès", "answered": "Taza"}]


@pytest.mark.parametrize("line", ["not json", '{"variety": "fr"}', '["text"]'])
def test_a_bad_line_is_named(tmp_path, line):
    file = tmp_path / "lines.jsonl"
    file.write_text('{"text": "a"}\n' + line)
    with pytest.raises(EvaluationFileError, match=r"lines\.jsonl:2"):
        list(read_lines(file, ("text",)))
