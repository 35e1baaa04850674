"""A date of birth as it is said: "le cinq mars deux mille trois", "خمسة مارس ألفين وثلاثة"."""

from __future__ import annotations

import re
from datetime import date

from bot.channels.telephone.hearing.arabic_numbers import arabic_digits
from bot.channels.telephone.hearing.french_numbers import french_digits
from identifiers import InvalidIdentifier, Reason
from identifiers.birth_date import read_birth_date

# A zero and the digit after it, said apart.
_ZERO_APART = re.compile(r"(?<!\d)0 (?=[1-9](?!\d))")
_NO_DATE = (Reason.DATE_UNREADABLE, Reason.DATE_NO_YEAR)


def spoken_birth_date(text: str, language: str, today: date) -> date:
    """The date that a transcript or eight keys give.

    Raises:
        InvalidIdentifier: as `identifiers.birth_date.read_birth_date`.
    """
    try:
        return read_birth_date(text, today)
    except InvalidIdentifier as problem:
        if problem.reason not in _NO_DATE:
            raise
    in_digits = arabic_digits if language == "ar" else french_digits
    numbers = in_digits(text, dictated=True)
    return read_birth_date(_ZERO_APART.sub("0", numbers), today)
