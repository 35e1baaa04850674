"""The n-gram features: three TF-IDF blocks, each of length one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer

from bot.understanding.normaliser import normalise, skeleton

# Fewer are made sooner than they are sent to another process.
CHUNK = 10_000


def normalise_all(texts: list[str]) -> list[str]:
    """The normal form of each text."""
    return [normalise(text) for text in texts]


def skeletons_of_all(texts: list[str]) -> list[str]:
    """The consonant skeleton of each normalised text."""
    return [skeleton(text) for text in texts]


def column_of_each(features: Pipeline) -> dict[tuple[str, str], int]:
    """(Block, n-gram) to its column, of fitted features."""
    columns: dict[tuple[str, str], int] = {}
    for name, block in features.named_steps["blocks"].transformer_list:
        vectorizer = block.steps[-1][1] if isinstance(block, Pipeline) else block
        start = len(columns)
        columns |= {(name, term): start + k for term, k in vectorizer.vocabulary_.items()}
    return columns


def carried_over(rows: NDArray[np.float32], old: Pipeline, new: Pipeline) -> NDArray[np.float32]:
    """The weights of `rows`, one for each column of old features, in the columns of new ones.

    N-grams that the old ones do not know get none.
    """
    before, now = column_of_each(old), column_of_each(new)
    both = [(column, before[term]) for term, column in now.items() if term in before]
    there, here = map(list, zip(*both, strict=True))
    moved = np.zeros((len(now), *rows.shape[1:]), dtype=rows.dtype)
    moved[there] = rows[here]
    return moved


def rows_of(features: Pipeline, texts: Sequence[str]) -> csr_matrix:
    """What `features.transform` gives of many texts, made on two cores, as 32-bit floats."""
    chunks = [list(texts[start : start + CHUNK]) for start in range(0, len(texts), CHUNK)]
    if len(chunks) < 2:
        return csr_matrix(features.transform(list(texts)), dtype=np.float32)
    rows = Parallel(n_jobs=2)(delayed(features.transform)(chunk) for chunk in chunks)
    return csr_matrix(vstack(rows), dtype=np.float32)


def ngram_features() -> Pipeline:
    """Texts to a sparse matrix: characters 1-4, words 1-2, skeleton characters 1-4."""
    options = {"sublinear_tf": True, "min_df": 2, "lowercase": False}
    words = r"(?u)[^\s]+"
    blocks = FeatureUnion(
        [
            ("characters", TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), **options)),
            ("words", TfidfVectorizer(token_pattern=words, ngram_range=(1, 2), **options)),
            (
                "skeleton",
                Pipeline(
                    [
                        ("skeletons", FunctionTransformer(skeletons_of_all)),
                        (
                            "characters",
                            TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), **options),
                        ),
                    ]
                ),
            ),
        ]
    )
    return Pipeline([("normalise", FunctionTransformer(normalise_all)), ("blocks", blocks)])
