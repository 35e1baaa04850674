"""Names to places: exact first, then by sound, then by likeness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.places.folding import is_arabic, sound, tokens
from knowledge.places.gazetteer import PlaceName

# Measured on one-letter typos against ordinary words; see place_names.md §4.
LIKENESS_EXPECTED = 0.75
LIKENESS_LATIN = 0.80
LIKENESS_ARABIC = 0.90
SHORTEST_FUZZY = 5
CLOSE_SECOND = 0.05
# Official names that are French or Darija words once accents and articles are folded away.
ORDINARY_WORDS = frozenset(
    {"assa", "massa", "rich", "safi", "sais", "sale", "tata", "zag", "سماره"}
)


@dataclass(frozen=True)
class Bearer:
    """A place that bears a name; `weak` and `usual` as of the name."""

    place_id: str
    weak: bool
    usual: bool


def folded_name(name: str) -> str:
    """A name's words, folded, with single spaces."""
    return " ".join(token.folded for token in tokens(name))


class PlaceNameIndex:
    """Look-up of folded names."""

    def __init__(self, names: Iterable[PlaceName]) -> None:
        self._exact: dict[str, list[Bearer]] = defaultdict(list)
        self._by_sound: dict[str, list[Bearer]] = defaultdict(list)
        for name in names:
            folded = folded_name(name.name)
            if folded:
                weak = name.weak or folded in ORDINARY_WORDS
                bearer = Bearer(name.place_id, weak, name.usual)
                for key in {folded, folded.replace(" ", "")}:
                    _add(self._exact[key], bearer)
                _add(self._by_sound[sound(folded)], bearer)
        self._scripts: Mapping[bool, list[str]] = {
            arabic: [key for key in self._exact if is_arabic(key) == arabic and len(key) >= 4]
            for arabic in (True, False)
        }

    def exact(self, folded: str) -> list[Bearer]:
        """Bearers of exactly this folded name; where it is a usual name, of that one only."""
        bearers = self._exact.get(folded, [])
        return [bearer for bearer in bearers if bearer.usual] or bearers

    def by_sound(self, folded: str) -> list[Bearer]:
        """Bearers of a name that sounds like this one; short names are too alike to count."""
        if len(folded.replace(" ", "")) < 4:
            return []
        return self._by_sound.get(sound(folded), [])

    def alike(self, folded: str, expected: bool) -> list[Bearer]:
        """Bearers of the most similar names, where they are similar enough."""
        if len(folded) < SHORTEST_FUZZY - expected:
            return []
        arabic = is_arabic(folded)
        cutoff = LIKENESS_ARABIC if arabic else LIKENESS_LATIN
        found = process.extract(
            folded,
            self._scripts[arabic],
            scorer=OSA.normalized_similarity,
            score_cutoff=LIKENESS_EXPECTED if expected else cutoff,
            limit=4,
        )
        bearers: list[Bearer] = []
        for key, score, _ in found:
            if found[0][1] - score < CLOSE_SECOND:
                bearers += self._exact[key]
        return list(dict.fromkeys(bearers))


def _add(bearers: list[Bearer], bearer: Bearer) -> None:
    same = [known for known in bearers if known.place_id == bearer.place_id]
    if not same:
        bearers.append(bearer)
    else:
        both = Bearer(bearer.place_id, same[0].weak and bearer.weak, same[0].usual or bearer.usual)
        bearers[bearers.index(same[0])] = both
