"""Finds Massar codes, telephone numbers, e-mail addresses and other long numbers in a message."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

Span = tuple[int, int]

# What stands for a stretch that is taken out, or that stays: no letter, digit, space or separator.
SETTLED, HARMLESS = "\x00", "\x01"
# A number does not go on in the next line.
_GAP = r"[ ._-]{0,2}"
_EMAIL = re.compile(
    r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*"
    r"|[\w.+-]{1,64}\s?(?:@|[(\[]at[)\]]|\barobase?\b)\s?[\w-]+(?:\s?(?:\.|\bpoint\b)\s?[a-z]{2,})+"
    r"|[\w.+-]{1,64}\s(?:at|arobase?)\s[\w-]+(?:\s(?:dot|point)\s[a-z]{2,})+"
    # Letter by letter.
    r"|(?<![^\W_])(?:[\w.+-] ){1,64}@(?: [\w.-](?![^\W_]))+"
)
_LETTER = r"(?:(?<![a-z])|(?<=massar)|(?<=cne))[a-z][ .-]{0,2}"
_MASSAR_SOLID = re.compile(rf"{_LETTER}\d{{9}}(?!\d)")
_MASSAR_GROUPED = re.compile(rf"{_LETTER}\d(?:{_GAP}\d){{8}}(?!\d)")
_MASSAR_AFTER_CUE = re.compile(
    rf"(?:massar|مسار|\bcne\b|\bcode)[^\d\n]{{0,40}}?(?P<code>(?<![a-z])[a-z][ .-]{{0,2}}"
    rf"\d(?:{_GAP}\d){{8}})(?!\d)"
)
_MASSAR_DIGITS = re.compile(r"(?<![a-z\d+])(?!0[5-8])\d{10}(?!\d)")
_MASSAR_DIGITS_APART = re.compile(rf"(?<![a-z\d+])(?!0[\s._/-]?[5-8])\d(?:{_GAP}\d){{9}}(?!\d)")
_MOROCCAN_PHONE = re.compile(
    r"(?<!\d)(?:(?:\+|00)?212[ ./-]{0,2}(?:\(0\)|0)?|0)[ ./-]{0,2}[5-8](?:[ ./-]{0,3}\d){8}(?!\d)"
)
# Whatever stands between: lines, bars, stars, emoji, but no letters.
_LONG = re.compile(rf"(?<!\d)\d(?:[^\w{SETTLED}{HARMLESS}]{{0,3}}\d){{4,}}(?!\d)")
_BESIDE = re.compile(rf"(?<={SETTLED})[^\w{SETTLED}{HARMLESS}]{{0,3}}(?P<rest>\d{{3,}})(?![^\W_])")


def emails_in(folded: str) -> Iterator[Span]:
    """Addresses, dictated ones too: "salma arobase um5 point ac point ma"."""
    return (found.span() for found in _EMAIL.finditer(folded))


def massar_codes_in(folded: str) -> Iterator[Span]:
    """A letter and nine digits in a row, or ten digits in a row."""
    for pattern in (_MASSAR_SOLID, _MASSAR_DIGITS):
        yield from (found.span() for found in pattern.finditer(folded))


def massar_codes_after_a_cue_in(folded: str) -> Iterator[Span]:
    """A letter and nine digits in groups after "Massar" and the like: it is no CIN."""
    return (found.span("code") for found in _MASSAR_AFTER_CUE.finditer(folded))


def grouped_massar_codes_in(folded: str) -> Iterator[Span]:
    """A letter and nine digits in groups: `G 123 456 789`."""
    return (found.span() for found in _MASSAR_GROUPED.finditer(folded))


def grouped_old_codes_in(folded: str) -> Iterator[Span]:
    """Ten digits in groups, with the same thing between them; not "54-23 94.18 60"."""
    for found in _MASSAR_DIGITS_APART.finditer(folded):
        if len(set(re.findall(r"\D+", found[0]))) == 1:
            yield found.span()


def phones_in(folded: str) -> Iterator[Span]:
    """Moroccan numbers in any grouping, and any valid international one."""
    yield from (found.span() for found in _MOROCCAN_PHONE.finditer(folded))
    for match in phonenumbers.PhoneNumberMatcher(folded, "MA"):
        yield match.start, match.end


def long_numbers_in(folded: str) -> Iterator[Span]:
    """Five digits or more, in one group or several."""
    return (found.span() for found in _LONG.finditer(folded))


def rests_of_numbers_in(folded: str) -> Iterator[Span]:
    """Three digits or more beside a number that was taken out: they belong to it."""
    return (found.span("rest") for found in _BESIDE.finditer(folded))
