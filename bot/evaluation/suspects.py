"""Examples whose label a model that never saw them contradicts with confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from bot.evaluation.examples import Example
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
    texts = [example.text for example in examples]
    labels = np.array([example.intent for example in examples])
    model = make_pipeline(ngram_features(), LogisticRegression(C=10, max_iter=40, tol=1e-3))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    shares = cross_val_predict(model, texts, labels, cv=folds, method="predict_proba")
    names = np.unique(labels)
    column = {name: number for number, name in enumerate(names)}
    own = np.array([shares[row, column[label]] for row, label in enumerate(labels)])
    best = shares.argmax(axis=1)
    contradicted = [row for row in range(len(texts)) if names[best[row]] != labels[row]]
    contradicted.sort(key=lambda row: own[row] - shares[row, best[row]])
    return [
        Suspect(
            examples[row], str(names[best[row]]), float(shares[row, best[row]]), float(own[row])
        )
        for row in contradicted[:most]
    ]
