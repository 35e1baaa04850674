"""French numbers in words, as digits."""

from __future__ import annotations

import re

from text_to_num import alpha2digit

# "double zéro", "trois fois le sept".
_REPEATED = re.compile(
    r"\b(?:(?P<name>double|triple)|(?P<count>deux|trois|2|3)\s+fois)\s+(?:le\s+)?(?P<word>[\w-]+)",
    re.IGNORECASE,
)
_COUNTS = {"double": 2, "triple": 3, "deux": 2, "trois": 3, "2": 2, "3": 3}
# Isolated numbers above it are converted: "un étudiant" is no number.
_LONE = 3.0
_ALL = -1.0


def french_digits(text: str, dictated: bool = False) -> str:
    """`text` with every number in digits: "zéro cinq trente-huit" is "05 38".

    Args:
        dictated: numbers are all that is expected, so that a lone "un" is one.
    """
    digits: str = alpha2digit(_REPEATED.sub(_repeated, text), "fr", _ALL if dictated else _LONE)
    return digits


def _repeated(found: re.Match[str]) -> str:
    count = _COUNTS[(found["name"] or found["count"]).lower()]
    return " ".join([found["word"]] * count)
