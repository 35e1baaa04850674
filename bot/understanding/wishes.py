"""Two wishes in one message, told from one that only names other things on the way.

docs/understanding.md has the figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

import numpy as np

from bot.understanding.wish_model import Shares

# Both of two intents are wishes from this probability of the less likely one ...
BOTH_LIKELY = 0.60
# ... or where a part of the message says each of them, and the whole does not deny it.
PART_SAYS = 0.35
WHOLE_ALLOWS = 0.02
EACH_POSSIBLE = 0.15
EACH_LIKELY = 0.20
_QUESTION_WORDS = (
    "كيف|هل|أين|ما |متى|كم|واش|فين|شحال|شنو|كيفاش|علاش|فوقاش|منين|شكون|من |أريد|بغيت|باغي"
)
_PARTS = re.compile(
    r"[.?؟!;\n]+"
    r"|\s*[,،]\s+"
    r"|\s+(?:et|puis|ainsi que|aussi|plus|and|w|o|u|ثم)\s+"
    rf"|\s+(?=و(?:{_QUESTION_WORDS}))"
)


def two_wishes(
    text: str,
    whole: Shares,
    each: Shares,
    understand: Callable[[str], Shares],
    alone: Collection[str],
) -> tuple[str, str] | None:
    """The two intents that a message holds, in its order; None when it holds one.

    Args:
        whole: the single intent's probabilities for the message.
        each: `WishModel.shares` of the message.
        understand: the single intent's probabilities for a part of the message.
        alone: intents that are never one of two.
    """
    likely = sorted((i for i in each if i not in alone), key=lambda i: -each[i])[:2]
    if len(likely) < 2 or each[likely[1]] < EACH_POSSIBLE:
        return None
    parts = [part for part in map(str.strip, _PARTS.split(text)) if len(part.split()) > 1]
    said = [understand(part) for part in parts] if len(parts) > 1 else []
    best = [max(shares, key=lambda i: shares[i]) for shares in said]
    named = [
        intent
        for intent, shares in zip(best, said, strict=True)
        if intent not in alone
        and shares[intent] >= PART_SAYS
        and each[intent] >= EACH_POSSIBLE
        and (whole.get(intent, 0.0) >= WHOLE_ALLOWS or each[intent] >= EACH_LIKELY)
    ]
    different = list(dict.fromkeys(named))
    if len(different) >= 2:
        return different[0], different[1]
    if each[likely[1]] >= BOTH_LIKELY:
        return _in_order(likely, said or [understand(half) for half in _halves(text)])
    return None


def _in_order(pair: Sequence[str], said: Sequence[Shares]) -> tuple[str, str]:
    """The two by the part of the message that says each of them most."""
    where = {i: int(np.argmax([shares[i] for shares in said])) for i in pair}
    first, second = sorted(pair, key=lambda i: where[i])
    return first, second


def _halves(text: str) -> tuple[str, str]:
    words = text.split()
    return " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])
