"""What the models say of a message and of its parts, for and against each of its intents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from bot.understanding.wishes.wish_model import Shares

# Less than this everywhere, and an intent is no wish of the message.
POSSIBLE = 0.1
MOST_CANDIDATES = 8
_SMALLEST = 1e-4


@dataclass(frozen=True)
class Part:
    """One part of a message.

    Args:
        said: the single intent's probabilities.
        each: those of each intent, whatever the others'.
        asks: the probability that it asks for something.
    """

    said: Shares
    each: Shares
    asks: float


@dataclass(frozen=True)
class Evidence:
    """Of a whole message of so many words, and of its parts where it has several."""

    words: int
    said: Shares
    each: Shares
    parts: Sequence[Part]

    def candidates(self, alone: Collection[str]) -> list[str]:
        """The intents that may be a wish of the message, the likeliest first."""
        shares = [self.said, self.each, *(s for part in self.parts for s in (part.said, part.each))]
        most = {i: max(share.get(i, 0.0) for share in shares) for i in self.each if i not in alone}
        likely = sorted(most, key=lambda intent: -most[intent])
        return [intent for intent in likely if most[intent] >= POSSIBLE][:MOST_CANDIDATES]

    def of(self, intent: str, likeliest: str) -> list[float]:
        """Numbers that tell a wish from what is only named; `likeliest` of all for the message."""
        parts = self.parts or [Part(self.said, self.each, 0.5)]
        said = np.array([part.said.get(intent, 0.0) for part in parts])
        each = np.array([part.each.get(intent, 0.0) for part in parts])
        asks = np.array([part.asks for part in parts])
        rival = max(part.said.get(likeliest, 0.0) for part in parts)
        named = [max(part.said, key=lambda i: part.said[i]) for part in self.parts]
        return [
            _log_odds(self.each.get(intent, 0.0)),
            _log_odds(self.said.get(intent, 0.0)),
            _log_odds(said.max()),
            _log_odds(each.max()),
            _log_odds((said * each).max()),
            float((said * asks).max() if self.parts else said[0]),
            float((each * asks).max() if self.parts else each[0]),
            float(each.mean()),
            _log_odds(said.max()) - _log_odds(rival) if self.parts else 0.0,
            named.count(intent) / len(parts),
            float(intent == likeliest),
            float(bool(self.parts)),
            float(np.log1p(len(self.parts))),
            float(np.log1p(self.words)),
        ]


def _log_odds(share: float) -> float:
    return float(np.log(max(share, _SMALLEST) / max(1 - share, _SMALLEST)))
