"""Names whose right answer is a question: abroad, a region, a kind of place, several bearers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from knowledge.places.answers import Abroad, Ambiguous, PlaceAnswer, Span, Vague
from knowledge.places.folding import Token, unglued
from knowledge.places.gazetteer import AskBack, Place
from knowledge.places.index import PlaceNameIndex, folded_name
from knowledge.places.mentions import Mention

LONGEST_NAME = 3


class Questions:
    """Finds listed names in a message and says what to ask.

    Args:
        ask_back: the list.
        index: a name of a place is not taken apart: Bouskoura is not "b" and Skoura.
        named: the place that a candidate's name in the list means.
    """

    def __init__(
        self,
        ask_back: Sequence[AskBack],
        index: PlaceNameIndex,
        named: Callable[[str], Place | None],
    ) -> None:
        self._index = index
        self._named = named
        self._entries = {
            folded_name(variant): entry
            for entry in ask_back
            for variant in (entry.name["fr"], entry.name["ar"], *entry.variants)
        }

    def ask(self, words: Sequence[Token], found: Sequence[Mention]) -> PlaceAnswer | None:
        """A question back, when a listed name stands alone without a place that settles it."""
        covered = {i for mention in found for i in range(mention.first, mention.last + 1)}
        for length in range(min(LONGEST_NAME, len(words)), 0, -1):
            for first in range(len(words) - length + 1):
                last = first + length - 1
                entry = self.entry(words[first : last + 1])
                if entry is None or _is_settled(first, last, found):
                    continue
                if entry.kind == "generic" and covered - set(range(first, last + 1)):
                    continue
                return self._question(entry, (words[first].start, words[last].end))
        return None

    def entry(self, words: Sequence[Token]) -> AskBack | None:
        """The listed name that the words are."""
        folded = [word.folded for word in words]
        whole = self._index.exact(" ".join(folded))
        for first in (folded[0], *([] if whole else unglued(folded[0]))):
            entry = self._entries.get(" ".join([first, *folded[1:]]))
            if entry is not None:
                return entry
        return None

    def _question(self, entry: AskBack, span: Span) -> PlaceAnswer:
        named = [self._candidate(part) for part in entry.hint.split(",")]
        candidates = tuple(place for place in named if place is not None)
        if entry.kind == "foreign":
            offer = entry.hint.rpartition(" offer ")[2] if " offer " in entry.hint else ""
            return Abroad(entry.name, span, self._candidate(offer))
        if entry.kind == "ambiguous" and candidates:
            return Ambiguous(candidates, span)
        return Vague("generic" if entry.kind == "generic" else "region", candidates, span)

    def _candidate(self, hint: str) -> Place | None:
        """The place that one part of a hint names: "Kandar (Fès)" is Fès."""
        name = hint.replace(" and others", "")
        inner = name.partition("(")[2].partition(")")[0]
        return next(filter(None, (self._named(part) for part in (inner, name) if part)), None)


def _is_settled(first: int, last: int, found: Sequence[Mention]) -> bool:
    """Whether a longer name holds the words, or another place is named beside them."""
    inside = set(range(first, last + 1))
    return any(
        (m.first <= first and m.last >= last and m.last - m.first > last - first)
        or inside.isdisjoint(range(m.first, m.last + 1))
        for m in found
    )
