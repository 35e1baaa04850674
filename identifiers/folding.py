"""One form for the digits and separators that people type."""

from __future__ import annotations

import unicodedata

_SEPARATORS = frozenset(" \t\n-_./\\:،,'\u00a0\u200e\u200f\u202f")


def fold_digits(text: str) -> str:
    """`text` with every decimal digit (Arabic-Indic, Persian, full width) as 0-9; same length."""
    return "".join(
        str(unicodedata.digit(character)) if character.isdecimal() else character
        for character in text
    )


def without_separators(text: str) -> str:
    """Folded digits, capitals, and nothing between them."""
    return "".join(c for c in fold_digits(text).upper() if c not in _SEPARATORS)
