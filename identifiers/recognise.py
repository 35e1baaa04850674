"""Finds what could identify somebody in a message, so that it can be taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from identifiers import cin_in_text, harmless, numbers_in_text, spoken_numbers
from identifiers.birth_date import birth_dates_in, other_dates_in
from identifiers.folding import fold
from identifiers.numbers_in_text import HARMLESS, SETTLED

Rule = tuple[str, Callable[[str], Iterable[tuple[int, int]]]]

# A kind that is not reported: the stretch stays readable, and no later rule sees it.
_HARMLESS = ""


@dataclass(frozen=True)
class Finding:
    """A stretch of a message, `text[start:end]`, and what it may be.

    `kind` is cin, massar_code, birth_date, phone, email or number (any other of five digits up).
    """

    kind: str
    start: int
    end: int
    value: str = field(repr=False)


def recognise(text: str, today: date, public: frozenset[str] = frozenset()) -> list[Finding]:
    """Everything in `text` that could identify somebody, in order and without overlaps.

    Args:
        text: a message; offsets of the findings are its own.
        today: tells a birth date from another date by the age that it gives.
        public: digit strings that may stay, such as a published telephone number.
    """
    folded = fold(text)
    left = folded.text
    findings: list[Finding] = []
    for kind, spans_in in _rules(today):
        for start, end in list(spans_in(left)):
            if {SETTLED, HARMLESS} & set(left[start:end]):
                continue
            is_public = kind in ("phone", "number") and _is_public(left[start:end], public)
            stays = kind == _HARMLESS or is_public
            if not stays:
                first, last = folded.original_span(start, end)
                findings.append(Finding(kind, first, last, text[first:last]))
            left = left[:start] + (HARMLESS if stays else SETTLED) * (end - start) + left[end:]
    return sorted(findings, key=lambda finding: finding.start)


def _rules(today: date) -> tuple[Rule, ...]:
    """What to look for, the surest first: what one rule settles no later one sees."""
    return (
        ("email", numbers_in_text.emails_in),
        (_HARMLESS, harmless.academic_years_in),
        (_HARMLESS, harmless.network_addresses_in),
        ("cin", cin_in_text.cins_with_letter_o_in),
        ("massar_code", numbers_in_text.massar_codes_in),
        ("massar_code", numbers_in_text.massar_codes_after_a_cue_in),
        ("cin", cin_in_text.cins_after_a_cue_in),
        ("cin", cin_in_text.solid_cins_in),
        ("cin", cin_in_text.lone_old_cins_in),
        ("birth_date", partial(birth_dates_in, today=today, year_digits=4)),
        ("phone", numbers_in_text.phones_in),
        ("massar_code", numbers_in_text.grouped_massar_codes_in),
        ("cin", cin_in_text.grouped_cins_in),
        ("birth_date", partial(birth_dates_in, today=today, year_digits=2)),
        (_HARMLESS, partial(other_dates_in, today=today)),
        (_HARMLESS, harmless.amounts_in),
        (_HARMLESS, harmless.times_in),
        ("cin", cin_in_text.letters_apart_in),
        ("massar_code", numbers_in_text.grouped_old_codes_in),
        (_HARMLESS, harmless.laws_and_years_in),
        ("number", numbers_in_text.long_numbers_in),
        ("number", spoken_numbers.spoken_numbers_in),
        ("number", numbers_in_text.rests_of_numbers_in),
    )


def _is_public(stretch: str, public: frozenset[str]) -> bool:
    digits = "".join(filter(str.isdigit, stretch))
    national = "0" + digits.removeprefix("00").removeprefix("212").removeprefix("0")
    return digits in public or national in public
