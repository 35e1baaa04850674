"""The probability of each intent whatever the others': a message may hold two wishes.

Taught with single examples, with messages of two wishes (labelled `one+other`), and with pairs of
examples joined as people join two questions.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer

from bot.understanding.linear_model import LinearModel

# Longer examples are seldom half of a message.
LONGEST_HALF = 14
# Messages of two wishes are few beside the single ones and the joined pairs.
REAL_PAIRS_TIMES = 4
_SEED = 20261126
_ARABIC = re.compile(r"[\u0621-\u064a]")
_ARABIC_JOINTS = (" و", "؟ ", "، ", " ثم ", " ")
_LATIN_JOINTS = (" et ", " ? ", ", ", ". ", " w ", " o ", " ")
# "et la carte ?", "w ch7al?", "وشحال؟" go on from an earlier message; they join no two wishes.
_GOING_ON = re.compile(r"(?:et|puis|w|o|ou)\s+|و(?:\s+|(?=ال|[أإبشفكمه]))", re.IGNORECASE)
Shares = Mapping[str, float]
Labelled = tuple[str, frozenset[str]]


@dataclass(frozen=True)
class WishModel:
    """Fitted on examples and pairs; a probability for each intent."""

    linear: LinearModel

    @classmethod
    def fit(
        cls,
        features: Any,
        singles: Sequence[tuple[str, str]],
        pairs: Sequence[Labelled],
        unpaired: Collection[str],
    ) -> WishModel:
        """Fit on messages with one wish (text, intent) and with two (text, intents).

        Args:
            features: fitted n-gram features.
            unpaired: intents that are not said beside another wish, such as a greeting.
        """
        singles = [(without_conjunction(text), intent) for text, intent in singles]
        examples = [(text, frozenset({intent})) for text, intent in singles]
        examples += joined_pairs(singles, unpaired)
        examples += list(pairs) * REAL_PAIRS_TIMES
        labels = MultiLabelBinarizer()
        marked = labels.fit_transform([intents for _, intents in examples])
        matrix = csr_matrix(features.transform([text for text, _ in examples]))
        one = SGDClassifier(loss="log_loss", alpha=2e-6, max_iter=8, tol=None, random_state=_SEED)
        fitted = OneVsRestClassifier(one, n_jobs=2).fit(matrix, marked)
        weights = np.vstack([each.coef_[0] for each in fitted.estimators_])
        biases = np.array([each.intercept_[0] for each in fitted.estimators_])
        return cls(LinearModel.of(labels.classes_, weights, biases))

    def shares(self, row: csr_matrix) -> dict[str, float]:
        """Intent to probability, each for itself, from one row of n-gram features."""
        found = 1 / (1 + np.exp(-self.linear.scores(row)[0]))
        return dict(zip(self.linear.classes, map(float, found), strict=True))


def without_conjunction(text: str) -> str:
    """The text less the "and" that it begins with."""
    going_on = _GOING_ON.match(text)
    return text[going_on.end() :] if going_on else text


def joined_pairs(singles: Sequence[tuple[str, str]], unpaired: Collection[str]) -> list[Labelled]:
    """As many pairs as short examples, each of one script, with their two intents."""
    chance = random.Random(_SEED)
    halves: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for text, intent in singles:
        if intent not in unpaired and len(text.split()) <= LONGEST_HALF:
            halves[_ARABIC.search(text) is not None].append((text, intent))
    pairs = []
    for arabic, examples in halves.items():
        joints = _ARABIC_JOINTS if arabic else _LATIN_JOINTS
        for _ in range(len(examples) if len(examples) > 1 else 0):
            (one, intent), (other, second) = chance.sample(examples, 2)
            joined = one.rstrip("?؟. ") + chance.choice(joints) + other
            pairs.append((joined, frozenset({intent, second})))
    return pairs
