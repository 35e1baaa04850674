"""The number of the national identity card (CIN): one or two letters, then digits."""

from __future__ import annotations

import re

from identifiers.folding import without_separators
from identifiers.problem import InvalidIdentifier, Reason

# Four digits are old cards: in a running text they are believed only beside a word such as "CIN".
_CIN = re.compile(r"[A-Z]{1,2}[0-9]{4,7}")
_WITH_LETTER_O = re.compile(r"(?=.*[A-Z])(?=.*[0-9])[A-Z0]{1,2}[0-9O]{4,7}")


def normalise_cin(text: str) -> str:
    """The number in capitals without spaces, such as `AB123456`.

    Raises:
        InvalidIdentifier: not that shape, or a letter O stands where a digit must, or a zero
            where a letter must (it is not guessed: the person is asked).
    """
    # As most are, and all in a delivery of a million lines: spared the folding.
    if _CIN.fullmatch(text):
        return text
    number = without_separators(text)
    if _CIN.fullmatch(number):
        return number
    if _WITH_LETTER_O.fullmatch(number):
        raise InvalidIdentifier(Reason.CIN_LETTER_O)
    raise InvalidIdentifier(Reason.CIN_SHAPE)
