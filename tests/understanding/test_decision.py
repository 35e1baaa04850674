"""From probabilities to one intent: in scope, out of it, or two to ask about."""

from __future__ import annotations

import pytest

from bot.understanding.decision import OUT_OF_SCOPE, UNSURE, Cuts, decide


def test_the_likeliest_is_taken_when_it_clearly_beats_out_of_scope():
    assert decide({"a": 0.6, "b": 0.1, OUT_OF_SCOPE: 0.3}, {}) == "a"


@pytest.mark.parametrize(
    "shares",
    [
        {"a": 0.45, "b": 0.2, OUT_OF_SCOPE: 0.35},
        {"a": 0.28, "b": 0.27, "c": 0.26, OUT_OF_SCOPE: 0.01},
    ],
)
def test_what_hardly_beats_out_of_scope_or_is_unlikely_itself_is_refused(shares):
    assert decide(shares, {}) == OUT_OF_SCOPE


def test_two_that_share_nearly_everything_are_asked_about():
    assert decide({"a": 0.5, "b": 0.4, OUT_OF_SCOPE: 0.1}, {}) == UNSURE


def test_nobody_is_asked_about_what_is_no_topic():
    assert decide({"deny": 0.6, "a": 0.35, OUT_OF_SCOPE: 0.05}, {}, unasked={"deny"}) == "deny"
    assert decide({"a": 0.6, "deny": 0.35, OUT_OF_SCOPE: 0.05}, {}, unasked={"deny"}) == "a"


def test_a_danger_is_heard_before_anything_likelier():
    shares = {"a": 0.65, "danger": 0.2, OUT_OF_SCOPE: 0.15}
    assert decide(shares, {"danger": 0.15}) == "danger"
    assert decide(shares, {"danger": 0.3}) == "a"


def test_where_nothing_taught_what_is_out_of_scope_the_likeliest_is_taken():
    assert decide({"a": 0.2, "b": 0.19, "c": 0.18}, {}) == "a"


def test_a_model_of_few_examples_refuses_few_of_the_messages_that_it_is_never_sure_of():
    unsure = [number / 1000 for number in range(100)]
    cuts = Cuts.fitting(unsure, unsure)
    assert sum(share < cuts.margin for share in unsure) <= 3
    assert decide({"a": 0.12, "b": 0.1, OUT_OF_SCOPE: 0.05}, {}, cuts) == "a"


def test_a_sure_model_keeps_the_usual_cuts():
    assert Cuts.fitting([0.9] * 50, [0.95] * 50) == Cuts()
