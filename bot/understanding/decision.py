"""From the intents' probabilities to the one intent that the dialogue acts on."""

from __future__ import annotations

from collections.abc import Mapping

OUT_OF_SCOPE = "out_of_scope"
UNSURE = "nlu_fallback"
# Confidence alone does not find what is out of scope; its own class against the best rival does.
# Chosen on the messages to choose by; docs/understanding.md has the figures.
OUT_OF_SCOPE_CUT = 0.20
# "A or B?" is asked when two share nearly everything: 4 % of the messages, and one of the two is
# right in 97 % of them.
TWO_TOGETHER = 0.70
SECOND_AT_LEAST = 0.25
# Nothing is likely at all: nothing was understood.
LOST_BELOW = 0.30


def decide(probabilities: Mapping[str, float], heard_first: Mapping[str, float]) -> str:
    """The intent, `out_of_scope`, or `nlu_fallback` for two that are about as likely.

    Args:
        probabilities: intent to probability.
        heard_first: intent to the probability from which it is taken whatever else is likelier.
    """
    for urgent, share in heard_first.items():
        if probabilities.get(urgent, 0.0) >= share:
            return urgent
    ranked = sorted(
        ((p, name) for name, p in probabilities.items() if name != OUT_OF_SCOPE), reverse=True
    )
    best, name = ranked[0]
    if best - probabilities.get(OUT_OF_SCOPE, 0.0) < OUT_OF_SCOPE_CUT or best < LOST_BELOW:
        return OUT_OF_SCOPE
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    if second >= SECOND_AT_LEAST and best + second >= TWO_TOGETHER:
        return UNSURE
    return name
