"""From the intents' probabilities to the one intent that the dialogue acts on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

OUT_OF_SCOPE = "out_of_scope"
UNSURE = "nlu_fallback"
# "A or B?" is asked when two share nearly everything: 4 % of the messages, and one of the two is
# right in 97 % of them.
TWO_TOGETHER = 0.70
SECOND_AT_LEAST = 0.25
# Of the messages in scope; a model of few examples is less sure of all of them.
REFUSED_AT_MOST = 0.03


@dataclass(frozen=True)
class Cuts:
    """What the likeliest intent must reach to be in scope.

    Confidence alone does not find what is out of scope; its own class against the best rival does.
    Chosen on the messages to choose by; docs/understanding.md has the figures.

    Args:
        margin: over the probability of `out_of_scope`.
        lost_below: less, and nothing was understood.
    """

    margin: float = 0.30
    lost_below: float = 0.30

    @classmethod
    def fitting(cls, margins: Sequence[float], best: Sequence[float]) -> Cuts:
        """The usual ones, or lower ones that refuse few of these unseen messages in scope."""
        usual = cls()
        return cls(
            min(usual.margin, float(np.quantile(margins, REFUSED_AT_MOST))),
            min(usual.lost_below, float(np.quantile(best, REFUSED_AT_MOST))),
        )


def decide(
    probabilities: Mapping[str, float],
    heard_first: Mapping[str, float],
    cuts: Cuts = Cuts(),
    unasked: Collection[str] = (),
) -> str:
    """The intent, `out_of_scope`, or `nlu_fallback` for two that are about as likely.

    Where nothing taught what is out of scope, every message has one of the intents: the likeliest.

    Args:
        probabilities: intent to probability.
        heard_first: intent to the probability from which it is taken whatever else is likelier.
        unasked: intents that are no topic to ask about, such as a refusal: the likeliest is taken.
    """
    for urgent, share in heard_first.items():
        if probabilities.get(urgent, 0.0) >= share:
            return urgent
    ranked = sorted(
        ((p, name) for name, p in probabilities.items() if name != OUT_OF_SCOPE), reverse=True
    )
    best, name = ranked[0]
    if OUT_OF_SCOPE not in probabilities:
        return name
    if best - probabilities[OUT_OF_SCOPE] < cuts.margin or best < cuts.lost_below:
        return OUT_OF_SCOPE
    second, other = ranked[1] if len(ranked) > 1 else (0.0, name)
    close = second >= SECOND_AT_LEAST and best + second >= TWO_TOGETHER
    return UNSURE if close and not {name, other} & set(unasked) else name
