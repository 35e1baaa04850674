"""A model that got worse by more than a margin is found out, whatever got better."""

from __future__ import annotations

import pytest

from bot.evaluation.comparison import Margins, changes, got_worse


def summary(accuracy=0.9, macro_f1=0.9, out_of_scope_recall=0.8, **by_intent):
    intents = {"greet": 0.9, "ask_renewal": 0.8, **by_intent}
    figures = {"accuracy": accuracy, "macro_f1": macro_f1}
    return {**figures, "out_of_scope_recall": out_of_scope_recall, "by_intent": intents}


@pytest.mark.parametrize(
    ("after", "worse"),
    [
        (summary(), []),
        (summary(accuracy=0.89), []),
        (summary(accuracy=0.889, macro_f1=0.99), ["accuracy"]),
        (summary(out_of_scope_recall=0.7), ["out_of_scope_recall"]),
        (summary(ask_renewal=0.7, greet=1.0), []),
        (summary(ask_renewal=0.69, greet=1.0), ["ask_renewal"]),
        (summary(ask_new_need=0.2), []),
    ],
)
def test_a_fall_within_the_margin_passes_and_one_beyond_it_does_not(after, worse):
    found = changes(summary(), after)
    assert [one.of or one.name for one in got_worse(found, Margins(1.0, 10.0))] == worse
