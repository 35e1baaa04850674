"""The intent model: linear on n-grams, with a sentence encoder beside it where data are few.

Measured on 1,076 messages by writers who did not see the training data: with 20,485 examples
n-grams alone are right on .917, with the encoder .917; with 1,503 examples the encoder gains nine
points. It takes 20 ms a message and n-grams 3, so it is used only where it pays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from scipy.special import softmax

from bot.understanding.decision import OUT_OF_SCOPE, Cuts
from bot.understanding.encoder import encode, encode_one
from bot.understanding.linear_model import LinearModel
from bot.understanding.ngrams import ngram_features, rows_of
from bot.understanding.normaliser import normalise
from bot.understanding.one_row import OneRow
from bot.understanding.spelling import Spelling

# With more examples than this the encoder adds nothing.
ENCODER_UNTIL = 8_000
# So few make no sure model: what it must reach is found on some of them.
FEW = 8_000
VECTOR_WEIGHT = 0.7
# One in so many is held out to see how sure a model of few examples is.
HELD_OUT = 5


@dataclass
class IntentModel:
    """Fitted on texts and intents; gives a probability for each intent.

    `cuts`: those of a model of few examples; a sure one has the usual ones.
    """

    row: OneRow
    spelling: Spelling
    by_ngrams: LinearModel
    by_both: LinearModel | None
    cuts: Cuts | None

    @property
    def features(self) -> Any:
        """What was fitted to make rows of many texts."""
        return self.row.features

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        intents: Sequence[str],
        misspelt: Sequence[str] = (),
        misspelt_intents: Sequence[str] = (),
        encoder_until: int = ENCODER_UNTIL,
        beginning: IntentModel | None = None,
    ) -> IntentModel:
        """Fit on parallel texts and intents.

        Args:
            misspelt: texts to learn from beside them, whose n-grams are not taken up: measured
                with two misspelt copies of each example, one edit in ten characters costs 5 points
                instead of 11, and clean messages gain half a point.
            misspelt_intents: their intents.
            encoder_until: with more texts the sentence encoder is not used.
            beginning: a model of nearly the same texts and the same intents, to go on from.
        """
        features = ngram_features()
        ngrams = csr_matrix(features.fit_transform(list(texts)), dtype=np.float32)
        both, cuts, views = None, None, [ngrams]
        if len(texts) <= encoder_until:
            views.append(_join(ngrams, encode(list(texts))))
            both = LinearModel.fit(views[-1], intents)
        if len(texts) <= FEW:
            cuts = _fitting_cuts(views, intents)
        if misspelt:
            ngrams = vstack([ngrams, rows_of(features, misspelt)])
            intents = [*intents, *misspelt_intents]
        spelling = Spelling.of(map(normalise, texts))
        before = beginning.in_columns_of(features) if beginning is not None else None
        by_ngrams = LinearModel.fit(csr_matrix(ngrams), intents, before)
        return cls(OneRow(features), spelling, by_ngrams, both, cuts)

    def in_columns_of(self, features: Any) -> LinearModel:
        """The weights of n-grams, moved to other features."""
        return self.by_ngrams.moved(self.features, features)

    def taught_only(self, examples: Sequence[tuple[str, str]]) -> IntentModel:
        """The same features, fitted on fewer examples (text, intent) and none misspelt."""
        texts, intents = zip(*examples, strict=True)
        by_ngrams = LinearModel.fit(rows_of(self.features, texts), intents)
        return replace(self, by_ngrams=by_ngrams, by_both=None)

    def ngrams(self, text: str) -> csr_matrix:
        """Shape (1, features)."""
        return self.row(text)

    def probabilities(self, text: str, ngrams: csr_matrix | None = None) -> dict[str, float]:
        """Intent to probability, adding up to 1; `ngrams` of the text where they are known."""
        ngrams = self.ngrams(text) if ngrams is None else ngrams
        logs = self._by_both_spellings(text, ngrams)
        if self.by_both is not None:
            # The mean of both beats the one that sees both, which leans on the vector too much.
            logs = (logs + self.by_both.log_shares(_join(ngrams, encode_one(text)))) / 2
        return dict(zip(self.by_ngrams.classes, map(float, softmax(logs)), strict=True))

    def _by_both_spellings(self, text: str, ngrams: csr_matrix) -> NDArray[np.float64]:
        """The mean over the message and its correction, which may have spoilt an unseen word."""
        logs = self.by_ngrams.log_shares(ngrams)
        normal = normalise(text)
        corrected = self.spelling.corrected(normal)
        if corrected == normal:
            return logs
        return (logs + self.by_ngrams.log_shares(self.ngrams(corrected))) / 2


def _fitting_cuts(matrices: Sequence[csr_matrix], intents: Sequence[str]) -> Cuts | None:
    """From examples in scope that the models of these features have not seen."""
    names = np.asarray(intents)
    held = np.arange(len(names)) % HELD_OUT == 0
    if OUT_OF_SCOPE not in names[~held]:
        return None
    models = [LinearModel.fit(csr_matrix(matrix[~held]), names[~held]) for matrix in matrices]
    outside = models[0].classes.index(OUT_OF_SCOPE)
    margins, best = [], []
    for row in np.flatnonzero(held & (names != OUT_OF_SCOPE)):
        logs = [
            model.log_shares(csr_matrix(matrix[row]))
            for model, matrix in zip(models, matrices, strict=True)
        ]
        shares = softmax(np.mean(logs, axis=0))
        inside = np.delete(shares, outside).max()
        margins.append(float(inside - shares[outside]))
        best.append(float(inside))
    return Cuts.fitting(margins, best)


def _join(ngrams: csr_matrix, vectors: NDArray[np.float32]) -> csr_matrix:
    return csr_matrix(hstack([ngrams, csr_matrix(vectors * VECTOR_WEIGHT)]), dtype=np.float32)
