"""From the intents' probabilities to the one intent that the dialogue acts on."""

from __future__ import annotations

from collections.abc import Mapping

OUT_OF_SCOPE = "out_of_scope"
UNSURE = "nlu_fallback"
# Confidence alone does not find what is out of scope; its own class against the best rival does.
OUT_OF_SCOPE_CUT = 0.05
# "A or B?" is asked when neither is likely and the two are as good as equal.
UNSURE_BELOW = 0.30
UNSURE_RATIO = 0.80
# Nothing is likely at all: nothing was understood.
LOST_BELOW = 0.16


def decide(probabilities: Mapping[str, float]) -> str:
    """The intent, `out_of_scope`, or `nlu_fallback` for two that are equally likely."""
    ranked = sorted(
        ((p, name) for name, p in probabilities.items() if name != OUT_OF_SCOPE), reverse=True
    )
    best, name = ranked[0]
    if best - probabilities.get(OUT_OF_SCOPE, 0.0) < OUT_OF_SCOPE_CUT or best < LOST_BELOW:
        return OUT_OF_SCOPE
    if len(ranked) > 1 and best < UNSURE_BELOW and ranked[1][0] / best > UNSURE_RATIO:
        return UNSURE
    return name
