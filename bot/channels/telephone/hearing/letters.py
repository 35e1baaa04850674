"""Letters said by their names: "bé", "ألف", "M comme Maroc"."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from identifiers.folding import fold

_NAMES = Path(__file__).with_name("letters.yml")
# "M comme Maroc", "م ديال محمد": the word after them is there for its first letter alone.
_AS_IN = frozenset({"comme", "pour", "مثل", "كما", "بحال", "كيما", "ديال"})
# The first letter of an Arabic example, where the letter itself was not understood.
_FIRST_LETTERS = dict(zip("ابتجحدرزسشصطعفقكلمنهوي", "ABTJHDRZSCSTAFQKLMNHWY", strict=True))


def letter_named(words: str) -> str | None:
    """The letter that is called so: one word, or two such as "i grec"."""
    return _letters().get(_folded(words))


def letter_of_example(word: str) -> str | None:
    """The letter that an example begins with: M of "Maroc" and of "محمد"."""
    first = fold(word).text[:1]
    if "a" <= first <= "z":
        return first.upper()
    return _FIRST_LETTERS.get(first)


def is_as_in(word: str) -> bool:
    """Whether an example of the letter before follows."""
    return fold(word).text in _AS_IN


@lru_cache(maxsize=1)
def _letters() -> dict[str, str]:
    names = yaml.safe_load(_NAMES.read_text(encoding="utf-8"))
    return {_folded(name): letter for letter, several in names.items() for name in several}


def _folded(words: str) -> str:
    return fold(words).text.replace("’", "'").strip()
