"""Whether a part of a message asks for something, or only tells what led to it.

"J'ai déjà l'attestation" names an intent as surely as "je veux l'attestation" does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import Pipeline

from bot.understanding.ngrams import carried_over, column_of_each
from bot.understanding.wishes.parts import parts_of
from bot.understanding.wishes.wish_model import Labelled, Shares

# An example of so many words in one part is a wish and nothing else.
LONGEST_WISH = 14
# A part that says the wish less than this is not known to ask for it again.
SAYS = 0.3
# Parts of messages of two wishes are few beside those of single ones.
PAIRS_TIMES = 3
_SEED = 20261127
Part = tuple[str, bool]


@dataclass(frozen=True)
class AskingModel:
    """Weights of shape (features,) and one bias."""

    weights: NDArray[np.float32]
    bias: float

    @classmethod
    def fit(
        cls,
        features: Any,
        examples: Sequence[Labelled],
        understand: Callable[[str], Shares],
    ) -> AskingModel:
        """Fit on the parts of examples.

        Args:
            features: fitted n-gram features.
            examples: text and intents, one or two.
            understand: the single intent's probabilities for a part.
        """
        told = [part for text, intents in examples for part in _told(text, intents, understand)]
        asks = [asking for _, asking in told]
        if len(set(asks)) < 2:
            # Nothing only tells: the question does not arise.
            return cls(np.zeros(len(column_of_each(features)), dtype=np.float32), 0.0)
        model = SGDClassifier(
            loss="log_loss",
            alpha=3e-6,
            max_iter=8,
            tol=None,
            class_weight="balanced",
            random_state=_SEED,
        )
        model.fit(csr_matrix(features.transform([part for part, _ in told])), asks)
        return cls(model.coef_[0].astype(np.float32), float(model.intercept_[0]))

    def moved(self, old: Pipeline, new: Pipeline) -> AskingModel:
        """The same weights, from the columns of old n-gram features to those of new ones."""
        return AskingModel(carried_over(self.weights, old, new), self.bias)

    def share(self, row: csr_matrix) -> float:
        """The probability that a part asks, from its row of n-gram features."""
        return float(1 / (1 + np.exp(-((row @ self.weights)[0] + self.bias))))


def _told(
    text: str, intents: frozenset[str], understand: Callable[[str], Shares]
) -> Iterator[Part]:
    """Parts that ask, the likeliest for each intent, and those that say none of the intents."""
    parts = parts_of(text)
    if not parts:
        if len(intents) == 1 and len(text.split()) <= LONGEST_WISH:
            yield text, True
        return
    said = [understand(part) for part in parts]
    asking = {max(range(len(parts)), key=lambda k: said[k].get(i, 0.0)) for i in intents}
    for k, part in enumerate(parts):
        if k in asking:
            yield from [(part, True)] * (PAIRS_TIMES if len(intents) > 1 else 1)
        elif all(said[k].get(intent, 0.0) < SAYS for intent in intents):
            yield part, False
