"""Where a message names places: longest name first, then by sound, then by likeness."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from knowledge.negations import NEGATIONS
from knowledge.places.cues import (
    CUES,
    LANDMARK_CUES,
    NEVER_PLACES,
    NOT_A_PLACE,
    SOUND_CUES,
    SURE_CUES,
)
from knowledge.places.folding import Token, unglued
from knowledge.places.index import Bearer, PlaceNameIndex

LONGEST_NAME = 5
LONGEST_FUZZY = 3
Lookup = Callable[[str], list[Bearer]]


@dataclass(frozen=True)
class Mention:
    """Words `first..last` name one of the bearers.

    `cue_word` says that a place follows, "" where it is glued to the name; `landmark`: it only says
    near what, or where not.
    """

    first: int
    last: int
    bearers: tuple[Bearer, ...]
    cue_word: str | None
    landmark: bool

    @property
    def cued(self) -> bool:
        """Whether something before the name says that a place follows."""
        return self.cue_word is not None

    @property
    def weak(self) -> bool:
        """Whether the name is an ordinary word and nothing says otherwise."""
        return not self.cued and all(bearer.weak for bearer in self.bearers)


def mentions(words: Sequence[Token], index: PlaceNameIndex, expected: bool) -> list[Mention]:
    """Places named in a message, in its order; fuzzy ones only where nothing exact was found."""
    found = _scan(words, LONGEST_NAME, index.exact)
    short = expected and len(words) <= LONGEST_FUZZY
    less_exact: tuple[tuple[int, Lookup, frozenset[str]], ...] = (
        (LONGEST_NAME, index.by_sound, SOUND_CUES),
        (LONGEST_FUZZY, lambda name: index.alike(name, short), SURE_CUES),
    )
    for longest, look_up, cues in less_exact:
        if found:
            break
        # A likeness alone proves nothing in a message about something else.
        may_begin = range(len(words)) if expected else _after(cues, words)
        found = [
            mention
            for mention in _scan(words, longest, look_up, may_begin)
            if expected or (mention.cue_word in cues and _is_sure(mention))
        ]
    return found


def _after(cues: frozenset[str], words: Sequence[Token]) -> list[int]:
    return [at for at in range(1, len(words)) if words[at - 1].folded in cues]


def _is_sure(mention: Mention) -> bool:
    """What only resembles an ordinary word may be that word misspelt."""
    return mention.cue_word in SURE_CUES or not all(bearer.weak for bearer in mention.bearers)


def _scan(
    words: Sequence[Token], longest: int, look_up: Lookup, fuzzy_at: Sequence[int] | None = None
) -> list[Mention]:
    """Mentions of up to so many words; where names need not be exact, from certain words on."""
    found: list[Mention] = []
    taken: set[int] = set()
    fuzzy = fuzzy_at is not None
    for length in range(min(longest, len(words)), 0, -1):
        for first in range(len(words) - length + 1):
            if fuzzy_at is not None and first not in fuzzy_at:
                continue
            span = range(first, first + length)
            if taken.isdisjoint(span):
                mention = _mention(words, first, length, look_up, fuzzy)
                if mention is not None:
                    found.append(mention)
                    taken.update(span)
    return sorted(found, key=lambda mention: mention.first)


def _mention(
    words: Sequence[Token], first: int, length: int, look_up: Lookup, fuzzy: bool
) -> Mention | None:
    folded = [word.folded for word in words[first : first + length]]
    if (fuzzy and (NEVER_PLACES | CUES) & set(folded)) or (
        length == 1 and folded[0] in NEVER_PLACES
    ):
        return None
    around = words[max(first - 1, 0) : first + length], words[first : first + length + 1]
    if NOT_A_PLACE & {" ".join(word.folded for word in phrase) for phrase in around}:
        return None
    bearers = look_up(" ".join(folded))
    glued = not bearers
    if glued:
        bearers = _first(look_up, (" ".join([rest, *folded[1:]]) for rest in unglued(folded[0])))
    if not bearers:
        return None
    before = words[first - 1].folded if first else ""
    two_before = words[first - 2].folded if first > 1 else ""
    weak = all(bearer.weak for bearer in bearers)
    if weak and folded[0].startswith("ال") and before.startswith("ال"):
        # An adjective: البطاقة الجديدة.
        return None
    return Mention(
        first=first,
        last=first + length - 1,
        bearers=tuple(bearers),
        cue_word="" if glued else before if before in CUES else None,
        landmark=before in LANDMARK_CUES | NEGATIONS
        or (before == "de" and two_before in LANDMARK_CUES)
        or (before in CUES and two_before in NEGATIONS),
    )


def _first(look_up: Lookup, names: Iterable[str]) -> list[Bearer]:
    return next(filter(None, map(look_up, names)), [])
