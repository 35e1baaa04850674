"""Two wishes in one message: "how do I enrol, and where is the office in Fès?"

A second classifier gives each intent a probability of its own. It is taught with single examples
and with pairs of them joined as people join two questions. docs/understanding.md has the figures.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer

# Both of two intents are wishes from this probability of the less likely one ...
BOTH_LIKELY = 0.70
# ... or where a part of the message says each of them, and the whole does not deny it.
PART_SAYS = 0.50
WHOLE_ALLOWS = 0.02
EACH_POSSIBLE = 0.06
EACH_LIKELY = 0.20
# Longer examples are seldom half of a message.
LONGEST_HALF = 14
_SEED = 20261126
_ARABIC = re.compile(r"[\u0621-\u064a]")
_ARABIC_JOINTS = (" و", "؟ ", "، ", " ثم ", " ")
_LATIN_JOINTS = (" et ", " ? ", ", ", ". ", " w ", " o ", " ")
_QUESTION_WORDS = (
    "كيف|هل|أين|ما |متى|كم|واش|فين|شحال|شنو|كيفاش|علاش|فوقاش|منين|شكون|من |أريد|بغيت|باغي"
)
_PARTS = re.compile(
    r"[.?؟!;\n]+"
    r"|\s*[,،]\s+"
    r"|\s+(?:et|puis|ainsi que|aussi|plus|and|w|o|u|ثم)\s+"
    rf"|\s+(?=و(?:{_QUESTION_WORDS}))"
)
Shares = Mapping[str, float]


@dataclass
class WishModel:
    """Fitted on examples and pairs of them; a probability for each intent, whatever the others'."""

    classes: list[str]
    weights: NDArray[np.float32]
    biases: NDArray[np.float32]

    @classmethod
    def fit(
        cls,
        features: Any,
        texts: Sequence[str],
        intents: Sequence[str],
        unpaired: Collection[str],
    ) -> WishModel:
        """Fit on parallel texts and intents.

        Args:
            features: fitted n-gram features.
            unpaired: intents that are not said beside another wish, such as a greeting.
        """
        pairs = _pairs(texts, intents, unpaired)
        labels = MultiLabelBinarizer()
        marked = labels.fit_transform([{i} for i in intents] + [both for _, both in pairs])
        matrix = features.transform([*texts, *(text for text, _ in pairs)])
        one = SGDClassifier(loss="log_loss", alpha=2e-6, max_iter=8, tol=None, random_state=_SEED)
        fitted = OneVsRestClassifier(one, n_jobs=2).fit(csr_matrix(matrix), marked)
        # One product instead of one for each intent: 0.3 ms a message instead of 10.
        weights = np.vstack([each.coef_[0] for each in fitted.estimators_])
        biases = np.array([each.intercept_[0] for each in fitted.estimators_])
        # In rows of one feature, as the product reads them.
        by_feature = np.ascontiguousarray(weights.T, dtype=np.float32)
        return cls(list(labels.classes_), by_feature, biases.astype(np.float32))

    def shares(self, row: csr_matrix) -> dict[str, float]:
        """Intent to probability, each for itself, from one row of n-gram features."""
        found = 1 / (1 + np.exp(-(row @ self.weights + self.biases)[0]))
        return dict(zip(self.classes, map(float, found), strict=True))


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


def _pairs(
    texts: Sequence[str], intents: Sequence[str], unpaired: Collection[str]
) -> list[tuple[str, set[str]]]:
    """As many pairs as examples, each of one script, with the two intents."""
    chance = random.Random(_SEED)
    halves: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for text, intent in zip(texts, intents, strict=True):
        if intent not in unpaired and len(text.split()) <= LONGEST_HALF:
            halves[_ARABIC.search(text) is not None].append((text, intent))
    pairs = []
    for arabic, examples in halves.items():
        joints = _ARABIC_JOINTS if arabic else _LATIN_JOINTS
        for _ in range(len(examples) if len(examples) > 1 else 0):
            (one, intent), (other, second) = chance.sample(examples, 2)
            joined = one.rstrip("?؟. ") + chance.choice(joints) + other
            pairs.append((joined, {intent, second}))
    return pairs
