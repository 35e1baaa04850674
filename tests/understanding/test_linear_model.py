"""The linear model gives what scikit-learn's own gives, for two labels as for many."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.understanding import linear_model
from bot.understanding.intent_model import IntentModel
from bot.understanding.linear_model import LinearModel


@pytest.mark.parametrize("labels", [2, 3, 7])
def test_the_probabilities_are_those_of_the_fitted_model(labels):
    chance = np.random.default_rng(1)
    matrix = csr_matrix(chance.random((60, 12)).astype(np.float32))
    names = [f"intent_{number % labels}" for number in range(60)]
    theirs = LogisticRegression(
        C=linear_model.INVERSE_REGULARISATION,
        solver="saga",
        max_iter=linear_model.PASSES,
        random_state=linear_model.SEED,
        tol=1e-4,
    ).fit(matrix, names)
    ours = LinearModel.fit(matrix, names)
    found = np.exp(ours.log_shares(matrix[5]))
    assert ours.classes == list(theirs.classes_)
    assert found == pytest.approx(theirs.predict_proba(matrix[5])[0], abs=1e-4)


def test_two_intents_are_enough_to_be_told_apart():
    texts = ["où est le bureau", "adresse du bureau", "combien ça coûte", "quel est le prix"]
    model = IntentModel.fit(texts, ["office", "office", "cost", "cost"])
    shares = model.probabilities("le bureau svp")
    assert shares["office"] > shares["cost"]
