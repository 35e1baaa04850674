"""From the evidence of a message to its wishes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sklearn.ensemble import GradientBoostingClassifier

from bot.understanding.wishes.evidence import Evidence

# The second one counts from this probability.
BOTH_FROM = 0.45
_SEED = 20261127


@dataclass(frozen=True)
class WishDecision:
    """Boosted trees over the numbers of the evidence.

    A linear model finds a tenth fewer of the pairs: what a part says counts only where it asks.
    """

    trees: GradientBoostingClassifier | None

    @classmethod
    def fit(
        cls, seen: Sequence[tuple[Evidence, frozenset[str]]], alone: Collection[str]
    ) -> WishDecision:
        """Fit on messages that the models of the evidence have not learnt from, with their intents.

        Args:
            alone: intents that are never one of two.
        """
        rows, wishes = [], []
        for evidence, intents in seen:
            likeliest = _likeliest(evidence, alone)
            for intent in evidence.candidates(alone):
                rows.append(evidence.of(intent, likeliest))
                wishes.append(intent in intents)
        if len(set(wishes)) < 2:
            # Every intent that may be a wish is one: too few messages to learn from.
            return cls(None)
        trees = GradientBoostingClassifier(
            learning_rate=0.08,
            n_estimators=120,
            max_depth=3,
            min_samples_leaf=20,
            subsample=0.7,
            random_state=_SEED,
        )
        return cls(trees.fit(rows, wishes))

    def pair(self, evidence: Evidence, alone: Collection[str]) -> tuple[str, str] | None:
        """The two intents of a message, the likelier first; None when it holds one wish."""
        candidates = evidence.candidates(alone)
        if self.trees is None or len(candidates) < 2:
            return None
        likeliest = _likeliest(evidence, alone)
        rows = [evidence.of(intent, likeliest) for intent in candidates]
        shares = dict(zip(candidates, self.trees.predict_proba(rows)[:, 1], strict=True))
        first, second = sorted(candidates, key=lambda intent: -shares[intent])[:2]
        return (first, second) if shares[second] >= BOTH_FROM else None


def _likeliest(evidence: Evidence, alone: Collection[str]) -> str:
    return max((i for i in evidence.each if i not in alone), key=lambda i: evidence.each[i])
