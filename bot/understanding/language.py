"""Which language a message is in, and whether that is clear enough to answer by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from bot.understanding.normaliser import IDENTIFIER_WORD, normalise

ARABIC_VARIETIES = frozenset({"msa", "ary", "arz", "mix"})
CLEAR = 0.70
_ARABIC = re.compile(r"[\u0621-\u064a]")
_LATIN = re.compile(r"[a-z]")
_SEED = 20261124
# Too short for the model, and said in one language only.
_FRENCH_WORDS = frozenset(
    [
        "bonjour",
        "bonsoir",
        "salut",
        "slt",
        "cc",
        "coucou",
        "bjr",
        "merci",
        "oui",
        "non",
        "svp",
        "annuler",
        "ok",
        "d'accord",
        "aide",
    ]
) - {"ok"}
_ARABIC_WORDS = frozenset(
    ["salam", "slm", "salamo", "marhba", "choukran", "chokran", "chukran", "iyeh", "lla", "safi"]
)


@dataclass
class VarietyModel:
    """The variety of a message: fr, msa, ary, arz or mix."""

    pipeline: Any

    @classmethod
    def fit(cls, texts: Sequence[str], varieties: Sequence[str]) -> VarietyModel:
        """Fit on parallel texts and varieties."""
        pipeline: Pipeline = make_pipeline(
            TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, min_df=2),
            LogisticRegression(C=10, max_iter=60, tol=1e-3, random_state=_SEED),
        )
        return cls(pipeline.fit([normalise(text) for text in texts], list(varieties)))

    def probabilities(self, text: str) -> dict[str, float]:
        """Variety to probability."""
        shares = self.pipeline.predict_proba([normalise(text)])[0]
        return dict(zip(self.pipeline.classes_, map(float, shares), strict=True))


def variety_of(text: str, model: VarietyModel) -> str:
    """The most likely variety that the script allows."""
    shares = model.probabilities(text)
    arabic, latin = _scripts(text)
    if arabic and not latin:
        allowed = {"msa", "ary"}
    elif latin and not arabic:
        allowed = {"fr", "arz", "mix"}
    else:
        allowed = {"mix"} if arabic else set(shares)
    return max((v for v in shares if v in allowed), key=shares.__getitem__, default="mix")


def language_of(text: str, model: VarietyModel) -> str | None:
    """`fr` or `ar` to answer in; None where the message does not show it."""
    arabic, latin = _scripts(text)
    if arabic:
        return "ar"
    words = normalise(text).replace(IDENTIFIER_WORD.strip(), "").split()
    known = {"fr" if w in _FRENCH_WORDS else "ar" for w in words if w in _ONE_LANGUAGE}
    if len(words) <= 3 and len(known) == 1:
        return known.pop()
    if not latin or len("".join(words)) < 4 or len(words) < 2:
        return None
    shares = model.probabilities(text)
    french = shares.get("fr", 0.0)
    if french >= CLEAR:
        return "fr"
    return "ar" if french <= 1 - CLEAR else None


_ONE_LANGUAGE = _FRENCH_WORDS | _ARABIC_WORDS


def _scripts(text: str) -> tuple[bool, bool]:
    plain = normalise(text).replace(IDENTIFIER_WORD.strip(), "")
    return _ARABIC.search(plain) is not None, _LATIN.search(plain) is not None


_ASKS_FRENCH = re.compile(r"fran[cs]|fronc|فرنس|\bfr\b")
_ASKS_ARABIC = re.compile(r"arab|3arb|arbi|عرب|darij|دارج|\bar\b")


def language_asked_for(text: str) -> str | None:
    """The language that a wish to change it names; the last one named, when both are."""
    plain = normalise(text)
    french = [m.start() for m in _ASKS_FRENCH.finditer(plain)]
    arabic = [m.start() for m in _ASKS_ARABIC.finditer(plain)]
    if not french and not arabic:
        return None
    return "fr" if max(french, default=-1) > max(arabic, default=-1) else "ar"
