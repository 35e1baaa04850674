"""One form for the letters, digits and separators that people type."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TATWEEL = "\u0640"
_SEPARATORS = frozenset("-_./\\:،,'·•")


@dataclass(frozen=True)
class Folded:
    """Text in one form, and where each of its characters stood in the original."""

    text: str
    offsets: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that `text[start:end]` (not empty) came from."""
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> Folded:
    """Lower case, digits 0-9, plain dashes; without accents, vowel signs and invisible marks.

    Writing direction marks matter: keyboards put them around numbers inside Arabic text.
    """
    pairs = [(folded, i) for i, character in enumerate(text) for folded in _fold(character)]
    return Folded("".join(c for c, _ in pairs), tuple(i for _, i in pairs))


def without_separators(text: str) -> str:
    """Folded, in capitals, and nothing between the letters and digits."""
    folded = fold(text).text
    return "".join(c for c in folded if c not in _SEPARATORS and not c.isspace()).upper()


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character).lower()
    return "".join(map(_fold_plain, unicodedata.normalize("NFKD", plain)))


def _fold_plain(character: str) -> str:
    category = unicodedata.category(character)
    invisible = category in ("Mn", "Me", "Cf", "Cs") or character == _TATWEEL
    if invisible or (category == "Cc" and not character.isspace()):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character == "\u2212":
        return "-"
    return "/" if character == "\u2044" else character
