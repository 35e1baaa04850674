"""Finds what may be a CIN in a folded message: other things look alike, such as "UM5 2026"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from identifiers.cin import normalise_cin
from identifiers.problem import InvalidIdentifier, Reason

Span = tuple[int, int]

# A number does not go on in the next line.
_GAP = r"[ ._-]{0,3}"
_TOKEN = re.compile(r"(?<![a-z\d])[a-z0][a-z\d]{4,8}(?![^\W_])")
_SOLID = re.compile(r"(?<![a-z])[a-z]{1,2}-?\d{5,7}(?!\d)")
_LONE_OLD = re.compile(r"\s*(?P<cin>[a-z]{1,2}\d{4})\W*")
_TWO_GROUPS = re.compile(r"(?<![a-z])(?P<letters>[a-z]{1,2})[ ._-]{1,3}\d{5,7}(?!\d)")
_GROUPED = re.compile(rf"(?<![a-z])(?P<letters>[a-z]{{1,2}})-?\d(?:{_GAP}\d){{4,6}}(?!\d)")
_APART = re.compile(rf"(?<![a-z])(?P<letters>[a-z]{{1,2}})[ ._-]{{1,3}}\d(?:{_GAP}\d){{4,6}}(?!\d)")
# Arabizi writes sounds with digits: "l7o9o9" (the law) is a word.
_ARABIZI = re.compile(r"[a-z]{1,2}(?:[235-9]o)+[235-9]?")
_CUE = r"(?:cnie|cin|c\.i\.n\.?|carte?|carta|بطاق|لاكارط)"
_AFTER_CUE = re.compile(
    rf"{_CUE}(?:[^\d\n]{{0,30}}?(?<![a-z]))??(?P<cin>(?P<letters>[a-z]{{1,2}})(?P<gap>{_GAP})"
    rf"[\do](?:{_GAP}[\do]){{3,6}})(?![\do])"
)
_YEAR_GROUP = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Short words of French, Arabizi and money that stand before other numbers.
_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a b d f l n s w au aw bi ce de dh dn du en et fi hi il je la le li ma mn na ne no on ou "
        "ra sa se si ta tu un wa ya",
    )
)


def cins_with_letter_o_in(folded: str) -> Iterator[Span]:
    """Words where a letter O stands for a digit, or a zero for a letter."""
    for token in _TOKEN.finditer(folded):
        try:
            normalise_cin(token[0])
        except InvalidIdentifier as problem:
            if problem.reason is Reason.CIN_LETTER_O and not _ARABIZI.fullmatch(token[0]):
                yield token.span()


def cins_after_a_cue_in(folded: str) -> Iterator[Span]:
    """Numbers after "CIN" and the like; there four digits are enough."""
    for found in _AFTER_CUE.finditer(folded):
        a_year = found["gap"] and found["letters"] in _WORDS and _YEAR_GROUP.search(found["cin"])
        if sum(map(str.isdigit, found["cin"])) >= 3 and not a_year:
            yield found.span("cin")


def solid_cins_in(folded: str) -> Iterator[Span]:
    """Nothing between letters and digits but a dash: `AB123456`."""
    return (found.span() for found in _SOLID.finditer(folded))


def lone_old_cins_in(folded: str) -> Iterator[Span]:
    """Four digits are enough where the message holds nothing else: `K1234`."""
    found = _LONE_OLD.fullmatch(folded)
    if found is not None:
        yield found.span("cin")


def grouped_cins_in(folded: str) -> Iterator[Span]:
    """Digits in groups: `ab12 34 56`, `AB 12 34 56`; not "S5 2026" nor "le 12 03 98"."""
    for pattern in (_TWO_GROUPS, _GROUPED, _APART):
        for found in pattern.finditer(folded):
            letters = found["letters"]
            touching = found[0][len(letters)].isdigit() or found[0][len(letters)] == "-"
            is_word = letters in _WORDS and found[0] != folded.strip()
            sure = touching or (len(letters) == 2 and not is_word)
            if sure and not _has_year_group(found[0]):
                yield found.span()


def letters_apart_in(folded: str) -> Iterator[Span]:
    """A letter or a short word, a space, digits in one group: `K 123456`."""
    for found in _TWO_GROUPS.finditer(folded):
        if len(found["letters"]) == 1 or found[0] == folded.strip():
            yield found.span()


def _has_year_group(text: str) -> bool:
    return re.search(r"\d\D+\d", text) is not None and _YEAR_GROUP.search(text) is not None
