"""The Massar code (national student number): a letter and nine digits, or ten older digits."""

from __future__ import annotations

import re

from identifiers.folding import without_separators
from identifiers.problem import InvalidIdentifier, Reason

# Ten digits that begin like a Moroccan telephone number are one.
_MASSAR = re.compile(r"[A-Z][0-9]{9}|(?!0[5-8])[0-9]{10}")


def normalise_massar_code(text: str) -> str:
    """The code in capitals without spaces, such as `G123456789`.

    Raises:
        InvalidIdentifier: not that shape.
    """
    # As most are, and all in a delivery of a million lines: spared the folding.
    if _MASSAR.fullmatch(text):
        return text
    code = without_separators(text)
    if not _MASSAR.fullmatch(code):
        raise InvalidIdentifier(Reason.MASSAR_SHAPE)
    return code
