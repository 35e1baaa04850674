"""The features of one text, without what scikit-learn does for many at a time.

Its pipelines, unions and checks take three quarters of the time that a message takes; what is
fitted stays theirs, and the row is the same (`tests/understanding/test_one_row.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline

# Columns and values of one block of features.
_Block = Callable[[str], tuple[list[int], NDArray[np.float64]]]


class OneRow:
    """Text to what `features.transform([text])` gives, shape (1, columns), as 32-bit floats.

    Args:
        features: a fitted `TfidfVectorizer` with sublinear counts and rows of length one, or
            pipelines and unions of such and of functions over lists of texts.

    Raises:
        TypeError: something else is among them.
    """

    def __init__(self, features: Any) -> None:
        self.features = features
        self._blocks = list(_blocks(features))
        self._starts = np.cumsum([0, *(columns for _, columns in self._blocks)])

    def __call__(self, text: str) -> csr_matrix:
        """The row of a text."""
        columns, values = zip(*(block(text) for block, _ in self._blocks), strict=True)
        where = np.concatenate(
            [
                np.asarray(c, np.int32) + start
                for c, start in zip(columns, self._starts[:-1], strict=True)
            ]
        )
        found = np.concatenate(values).astype(np.float32)
        return csr_matrix((found, where, (0, len(found))), shape=(1, self._starts[-1]))

    def __getstate__(self) -> dict[str, Any]:
        """What was fitted; how rows are made of it is no part of a file."""
        return {"features": self.features}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """As it was made."""
        self.__init__(state["features"])  # type: ignore[misc]


def _blocks(features: Any) -> Iterator[tuple[_Block, int]]:
    """Each block with its number of columns, in their order."""
    if isinstance(features, TfidfVectorizer) and features.sublinear_tf and features.norm == "l2":
        yield _tfidf_block(features), len(features.vocabulary_)
    elif isinstance(features, FeatureUnion):
        for _, part in features.transformer_list:
            yield from _blocks(part)
    elif isinstance(features, Pipeline):
        *before, (_, last) = features.steps
        for block, columns in _blocks(last):
            yield _after([step.func for _, step in before], block), columns
    else:
        raise TypeError(f"no row can be made of {features!r} for one text")


def _after(functions: list[Callable[[list[str]], list[str]]], block: _Block) -> _Block:
    def composed(text: str) -> tuple[list[int], NDArray[np.float64]]:
        for function in functions:
            (text,) = function([text])
        return block(text)

    return composed


def _tfidf_block(vectorizer: TfidfVectorizer) -> _Block:
    """Counts by their logarithm, weighted, to the length one: Manning et al. 2008, section 6.4."""
    analyze, column, weights = vectorizer.build_analyzer(), vectorizer.vocabulary_, vectorizer.idf_

    def block(text: str) -> tuple[list[int], NDArray[np.float64]]:
        counts = Counter(map(column.get, analyze(text)))
        counts.pop(None, None)
        columns = list(counts)
        values = (1 + np.log(np.fromiter(counts.values(), float, len(counts)))) * weights[columns]
        length = np.sqrt(values @ values)
        return columns, values / length if length else values

    return block
