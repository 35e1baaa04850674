"""One text gets the row that scikit-learn gives it."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_union

from bot.understanding.ngrams import ngram_features
from bot.understanding.one_row import OneRow

TEXTS = [
    "comment faire la déclaration ?",
    "Comment je fais ma declaration",
    "kifach ndir tasjil f site",
    "kifach nsejel",
    "كيفاش نتسجل فالتغطية الصحية",
    "كيف أسجل في التأمين",
]


@pytest.fixture(scope="module")
def features():
    fitted = ngram_features()
    fitted.fit(TEXTS * 2)
    return fitted


@settings(deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(st.sampled_from(" ".join(TEXTS).split()), max_size=12).map(" ".join),
    )
)
def test_the_row_is_scikit_learns(features, text):
    theirs = features.transform([text]).toarray()
    assert OneRow(features)(text).toarray() == pytest.approx(theirs, abs=1e-6)


def test_features_without_steps_before_them_are_rows_too():
    union = make_union(TfidfVectorizer(sublinear_tf=True), TfidfVectorizer(sublinear_tf=True))
    theirs = union.fit_transform(TEXTS).toarray()
    for number, text in enumerate(TEXTS):
        assert OneRow(union)(text).toarray()[0] == pytest.approx(theirs[number], abs=1e-6)


def test_it_is_the_same_after_it_was_stored(features):
    stored = pickle.loads(pickle.dumps(OneRow(features)))
    assert (stored(TEXTS[0]) != OneRow(features)(TEXTS[0])).nnz == 0


@pytest.mark.parametrize("other", [CountVectorizer(), TfidfVectorizer(norm=None)])
def test_other_features_are_refused_by_name(other):
    with pytest.raises(TypeError, match=type(other).__name__):
        OneRow(other.fit(TEXTS))
