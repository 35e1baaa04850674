"""Which variety a message is in, and which language to answer it in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_union

from bot.understanding.linear_model import LinearModel
from bot.understanding.normaliser import IDENTIFIER_WORD, normalise
from bot.understanding.one_row import OneRow

FRENCH = "fr"
# In Latin letters. Measured on 1,234 messages by other writers: with three words or more .998 of
# the French ones and all of the Darija ones get their language, .92 of the mixtures Arabic.
CLEARLY_FRENCH = 0.70
# A word or two below this say nothing clear: the conversation decides, or a guess.
FEW_WORDS = 3
_ARABIC = re.compile(r"[\u0621-\u064a]")
_LATIN = re.compile(r"[a-z]")
_SEED = 20261124


@dataclass(frozen=True)
class Language:
    """`fr` or `ar`; `sure`: it may change the language that the conversation is in."""

    code: str
    sure: bool


@dataclass
class TextModel:
    """Logistic regression on the features of one text."""

    row: OneRow
    linear: LinearModel

    @classmethod
    def fit(
        cls,
        features: Any,
        inverse_regularisation: float,
        texts: Sequence[str],
        labels: Sequence[Any],
    ) -> TextModel:
        """Fit features and model on parallel texts and labels."""
        matrix = features.fit_transform(list(texts))
        model = LogisticRegression(
            C=inverse_regularisation, max_iter=100, tol=1e-3, random_state=_SEED
        ).fit(matrix, list(labels))
        linear = LinearModel.of(model.classes_, model.coef_, model.intercept_)
        return cls(OneRow(features), linear)

    def shares(self, text: str) -> dict[str, float]:
        """Label, as text, to probability; they add up to 1."""
        shares = np.exp(self.linear.log_shares(self.row(text)))
        return dict(zip(self.linear.classes, map(float, shares), strict=True))


@dataclass
class VarietyModel:
    """The variety of a message (fr, msa, ary, arz, mix), and how French Latin letters are."""

    varieties: TextModel
    latin: TextModel

    @classmethod
    def fit(cls, texts: Sequence[str], varieties: Sequence[str]) -> VarietyModel:
        """Fit on parallel texts and varieties."""
        plain = [_plain(text) for text in texts]
        by_variety = TextModel.fit(_characters(4), 10, plain, varieties)
        latin = [(t, v == FRENCH) for t, v in zip(plain, varieties, strict=True) if _is_latin(t)]
        words = TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2), sublinear_tf=True)
        features = make_union(_characters(5), words)
        is_french = TextModel.fit(features, 50, *zip(*latin, strict=True))
        return cls(by_variety, is_french)

    def variety_of(self, text: str) -> str:
        """The most likely variety that the script allows."""
        plain = _plain(text)
        shares, allowed = self.varieties.shares(plain), _varieties_in_script(plain)
        return max((v for v in shares if v in allowed), key=shares.__getitem__, default="mix")

    def language_of(self, text: str) -> Language | None:
        """The language to answer in; None where a message has no words to tell it by.

        Names of places and universities in Latin letters belong to no language: the caller takes
        them out.
        """
        plain = _plain(text)
        if _ARABIC.search(plain):
            return Language("ar", sure=True)
        if not _LATIN.search(plain):
            return None
        french = self.latin.shares(plain)[str(True)]
        words = len(plain.split())
        # "oui" and "merci" are said in Darija too: a word alone changes no conversation.
        unclear = words < FEW_WORDS and 1 - CLEARLY_FRENCH < french < CLEARLY_FRENCH
        if words == 1 or unclear:
            return Language(FRENCH if french >= 0.5 else "ar", sure=False)
        return Language(FRENCH if french >= CLEARLY_FRENCH else "ar", sure=True)


def _plain(text: str) -> str:
    """The normal form without identifiers, which have no language."""
    return " ".join(normalise(text).replace(IDENTIFIER_WORD.strip(), " ").split())


def _is_latin(plain: str) -> bool:
    return _LATIN.search(plain) is not None and _ARABIC.search(plain) is None


def _varieties_in_script(plain: str) -> Iterable[str]:
    arabic, latin = _ARABIC.search(plain), _LATIN.search(plain)
    if arabic:
        return {"mix"} if latin else {"msa", "ary"}
    return {"fr", "arz", "mix"} if latin else {"fr", "msa", "ary", "arz", "mix"}


def _characters(longest: int) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=(1, longest), sublinear_tf=True, min_df=2
    )


_ASKS_FRENCH = re.compile(r"fran[cs]|fronc|فرنس|\bfr\b")
_ASKS_ARABIC = re.compile(r"arab|3arb|arbi|عرب|darij|دارج|\bar\b")


def language_asked_for(text: str) -> str | None:
    """The language that a wish to change it names; the last one named, when both are."""
    plain = normalise(text)
    french = [m.start() for m in _ASKS_FRENCH.finditer(plain)]
    arabic = [m.start() for m in _ASKS_ARABIC.finditer(plain)]
    if not french and not arabic:
        return None
    return FRENCH if max(french, default=-1) > max(arabic, default=-1) else "ar"
