"""Examples whose label a model that never saw them contradicts with confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold

from bot.evaluation.examples import Example
from bot.understanding.linear_model import LinearModel
from bot.understanding.ngrams import ngram_features

FOLDS = 5
SEED = 20261126


@dataclass(frozen=True)
class Suspect:
    """An example, the intent that the model would give it, and both probabilities."""

    example: Example
    proposed: str
    proposed_share: float
    label_share: float


def find_suspects(examples: Sequence[Example], most: int) -> list[Suspect]:
    """The `most` examples most surely contradicted in cross-validation, surest first."""
    examples = [example for example in examples if len(example.intents) == 1]
    labels = np.array([example.intent for example in examples])
    names = np.unique(labels)
    shares = _unseen_shares([example.text for example in examples], labels, names)
    column = {name: number for number, name in enumerate(names)}
    own = np.array([shares[row, column[label]] for row, label in enumerate(labels)])
    best = shares.argmax(axis=1)
    contradicted = [row for row in range(len(examples)) if names[best[row]] != labels[row]]
    contradicted.sort(key=lambda row: own[row] - shares[row, best[row]])
    return [
        Suspect(
            examples[row], str(names[best[row]]), float(shares[row, best[row]]), float(own[row])
        )
        for row in contradicted[:most]
    ]


def _unseen_shares(
    texts: Sequence[str], labels: NDArray[np.str_], names: NDArray[np.str_]
) -> NDArray[np.float64]:
    """Shape (texts, names): probabilities by a model that did not see the text."""
    shares = np.zeros((len(texts), len(names)))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for seen, unseen in folds.split(texts, labels):
        features = ngram_features()
        matrix = csr_matrix(features.fit_transform([texts[i] for i in seen]), dtype=np.float32)
        model = LinearModel.fit(matrix, labels[seen].tolist())
        scores = model.scores(features.transform([texts[i] for i in unseen]))
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares[unseen] = weights / weights.sum(axis=1, keepdims=True)
    return shares
