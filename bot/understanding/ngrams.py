"""The n-gram features: three TF-IDF blocks, each of length one."""

from __future__ import annotations

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer

from bot.understanding.normaliser import normalise, skeleton


def normalise_all(texts: list[str]) -> list[str]:
    """The normal form of each text."""
    return [normalise(text) for text in texts]


def skeletons_of_all(texts: list[str]) -> list[str]:
    """The consonant skeleton of each normalised text."""
    return [skeleton(text) for text in texts]


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
