"""A linear model as it is used after its fitting: one product a message."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import log_softmax
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from bot.understanding.ngrams import carried_over

INVERSE_REGULARISATION = 50.0
# Enough: the accuracy on unseen messages no longer changes, and the time grows with each pass.
PASSES = 20
# From weights that were fitted on nearly the same: docs/understanding.md has the figures.
PASSES_FROM = 2
SMALLEST_SHARE = 1e-9
SEED = 20261124


@dataclass(frozen=True)
class LinearModel:
    """Weights of shape (features, classes), biases of shape (classes,)."""

    classes: list[str]
    weights: NDArray[np.float32]
    biases: NDArray[np.float32]

    @classmethod
    def of(
        cls, classes: Sequence[str], coefficients: NDArray[np.float64], biases: NDArray[np.float64]
    ) -> LinearModel:
        """From scikit-learn's rows of one class; of two classes it keeps the second one's only."""
        if len(classes) == 2 and len(coefficients) == 1:
            coefficients = np.vstack([np.zeros_like(coefficients), coefficients])
            biases = np.concatenate([[0.0], biases])
        # In rows of one feature, as the product reads them.
        by_feature = np.ascontiguousarray(coefficients.T, dtype=np.float32)
        return cls(list(map(str, classes)), by_feature, biases.astype(np.float32))

    @classmethod
    def fit(
        cls, matrix: csr_matrix, labels: Sequence[str], beginning: LinearModel | None = None
    ) -> LinearModel:
        """Multinomial logistic regression on two labels or more.

        Args:
            beginning: a model of the same columns and labels to go on from.
        """
        model = LogisticRegression(
            C=INVERSE_REGULARISATION,
            solver="saga",
            max_iter=PASSES if beginning is None else PASSES_FROM,
            tol=1e-4,
            random_state=SEED,
            warm_start=True,
        )
        if beginning is not None:
            model.coef_ = np.ascontiguousarray(beginning.weights.T)
            model.intercept_ = beginning.biases.copy()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(matrix, list(labels))
        return cls.of(model.classes_, model.coef_, model.intercept_)

    def moved(self, old: Pipeline, new: Pipeline) -> LinearModel:
        """The same weights, from the columns of old n-gram features to those of new ones."""
        return LinearModel(self.classes, carried_over(self.weights, old, new), self.biases)

    def scores(self, row: csr_matrix) -> NDArray[np.float64]:
        """Shape (rows, classes)."""
        return np.asarray(row @ self.weights + self.biases, dtype=np.float64)

    def log_shares(self, row: csr_matrix) -> NDArray[np.float64]:
        """Logarithms of the probabilities of one row, shape (classes,)."""
        return np.maximum(log_softmax(self.scores(row)[0]), np.log(SMALLEST_SHARE))
