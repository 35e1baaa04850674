"""What is said freely: a question, without the identity numbers that nobody asked for yet."""

from __future__ import annotations

import re
from datetime import date

from bot.channels.telephone.hearing.arabic_numbers import arabic_digits
from bot.channels.telephone.hearing.french_numbers import french_digits
from bot.channels.telephone.hearing.spelled import spelled
from identifiers.recognise import recognise

_SPACES = re.compile(r"\s+")
# Of a CIN's digits, said alone; shorter numbers belong to questions.
FEWEST_DIGITS = 5


def question_in(text: str, language: str, today: date) -> str:
    """The transcript as Rasa may be told it; "" where it is an identity number alone.

    An identity number is only taken where it was asked for and said back, so that a recogniser's
    slip does not become a wrong try. Numbers are in digits, as people write them.
    """
    dictated = spelled(text, language)
    if dictated.is_dictation and len(dictated.digits) >= FEWEST_DIGITS:
        return ""
    in_digits = arabic_digits if language == "ar" else french_digits
    # Whoever dictates says small numbers, too.
    digits = in_digits(text, dictated=True)
    found = recognise(digits, today)
    if not found:
        return in_digits(text)
    kept, position = [], 0
    for finding in found:
        kept.append(digits[position : finding.start])
        position = finding.end
    rest = _SPACES.sub(" ", " ".join([*kept, digits[position:]])).strip()
    return rest if any(character.isalpha() for character in rest) else ""
