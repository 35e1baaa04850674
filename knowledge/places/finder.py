"""From a message to the place that it means, or to the question that it calls for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from knowledge.offices import Office, by_distance
from knowledge.places.answers import (
    Abroad,
    Ambiguous,
    Found,
    NotFound,
    PlaceAnswer,
    PlaceSpan,
    Span,
    Vague,
)
from knowledge.places.folding import Token, tokens, unglued
from knowledge.places.gazetteer import KIND_ORDER, AskBack, Place, PlaceName
from knowledge.places.index import PlaceNameIndex, folded_name
from knowledge.places.mentions import Mention, mentions

# What a message adds to the bare name of a place when it is the whole answer to "which town?".
ANSWER_WORDS = 3


class PlaceFinder:
    """Finds places in messages.

    Args:
        places: the gazetteer.
        names: everything the places are called.
        ask_back: names whose right answer is a question.
        offices: their towns' usual names are shown instead of the census spelling.
    """

    def __init__(
        self,
        places: Mapping[str, Place],
        names: Iterable[PlaceName],
        ask_back: Sequence[AskBack],
        offices: Sequence[Office],
    ) -> None:
        self._places = dict(places)
        self._index = PlaceNameIndex(names)
        self._towns = self._office_towns(offices)
        # Salé has its office in one of its parts, Sala Al Jadida.
        self._served_by_part = {
            self._places[town].parent_id: key
            for town, key in self._towns.items()
            if self._places[town].kind == "locality" and self._places[town].parent_id
        }
        self._offices = offices
        self._city_names = {office.city_key: office.city for office in offices}
        self._ask_back = {
            folded_name(variant): entry
            for entry in ask_back
            for variant in (entry.name["fr"], entry.name["ar"], *entry.variants)
        }

    def by_id(self, place_id: str) -> Place | None:
        """The place of a gazetteer id, or of an office id (its town)."""
        if place_id in self._places:
            return self._places[place_id]
        office = next((one for one in self._offices if one.id == place_id), None)
        towns = [key for key, town in self._towns.items() if office and town == office.city_key]
        return self._places[towns[0]] if towns else None

    def resolve(self, text: str, expected: bool = False) -> PlaceAnswer:
        """The place that a message means.

        Args:
            text: any message.
            expected: a place is being talked about: the message answers "which town?" or asks for
                an office, so that weak names and near misses count too.
        """
        words = tokens(text)
        found = mentions(words, self._index, expected)
        bare = expected and len(words) <= ANSWER_WORDS
        sure = [m for m in found if bare or not m.weak] or (found if expected else [])
        question = self._ask(words, sure)
        if question is not None:
            return question
        return self._place_of(words, self._ranked(sure)) if sure else NotFound()

    def spans(self, text: str, expected: bool = False) -> list[PlaceSpan]:
        """Places surely named in a message, for entity extraction."""
        words = tokens(text)
        spans = []
        for mention in mentions(words, self._index, expected):
            if not mention.weak and self._entry(words[mention.first : mention.last + 1]) is None:
                place = self._usual(self._candidates(mention)[0])
                start, end = _span(words, mention)
                spans.append(PlaceSpan(start, end, place))
        return spans

    def office_town(self, place: Place) -> str | None:
        """`city_key` of the office town that the place is, or lies in."""
        lies_in: Place | None = place
        while lies_in is not None:
            town = self._towns.get(lies_in.id) or self._served_by_part.get(lies_in.id)
            if town is not None:
                return town
            lies_in = self._places.get(lies_in.parent_id or "")
        return None

    def served_by_other_part(self, place: Place) -> bool:
        """Whether the place's office stands in another part of its commune and bears its name."""
        return place.id in self._served_by_part or (
            place.parent_id in self._served_by_part and (place.id not in self._towns)
        )

    def town_name(self, place: Place) -> str:
        """The usual French name of the town that the place is, or lies in."""
        town = self.office_town(place)
        return (self._city_names[town] if town else place.name)["fr"]

    def _ranked(self, found: Sequence[Mention]) -> list[Mention]:
        """The mention to answer first: cued before bare, a landmark last."""
        return sorted(found, key=lambda m: (m.landmark, not m.cued and len(found) > 1))

    def _place_of(self, words: Sequence[Token], ranked: Sequence[Mention]) -> PlaceAnswer:
        first = ranked[0]
        candidates = self._candidates(first)
        named = [place for m in ranked[1:] for place in self._candidates(m)[:1]]
        within = [c for c in candidates if any(self._lies_in(c, other) for other in named)]
        smaller = next(
            (
                place
                for m in ranked[1:]
                for place in self._candidates(m)
                if self._lies_in(place, candidates[0])
            ),
            None,
        )
        if smaller is not None:
            return Found(self._usual(smaller), _span(words, first), ())
        if within:
            return Found(self._usual(within[0]), _span(words, first), ())
        if self._differ(candidates):
            return Ambiguous(tuple(map(self._usual, candidates)), _span(words, first))
        others = tuple(map(self._usual, named))
        return Found(self._usual(candidates[0]), _span(words, first), others)

    def _ask(self, words: Sequence[Token], found: Sequence[Mention]) -> PlaceAnswer | None:
        """A question back, when a listed name stands alone without a town that settles it."""
        covered = {i for m in found for i in range(m.first, m.last + 1)}
        for length in range(min(3, len(words)), 0, -1):
            for first in range(len(words) - length + 1):
                last = first + length - 1
                entry = self._entry(words[first : last + 1])
                if entry is None:
                    continue
                inside = set(range(first, last + 1))
                longer = any(
                    m.first <= first and m.last >= last and m.last - m.first > last - first
                    for m in found
                )
                elsewhere = [m for m in found if inside.isdisjoint(range(m.first, m.last + 1))]
                if longer or elsewhere or (entry.kind == "generic" and covered - inside):
                    continue
                return self._question(entry, (words[first].start, words[last].end))
        return None

    def _entry(self, words: Sequence[Token]) -> AskBack | None:
        folded = [word.folded for word in words]
        for first in (folded[0], *unglued(folded[0])):
            entry = self._ask_back.get(" ".join([first, *folded[1:]]))
            if entry is not None:
                return entry
        return None

    def _question(self, entry: AskBack, span: Span) -> PlaceAnswer:
        named = [self._named(part) for part in entry.hint.replace(" and others", "").split(",")]
        candidates = tuple(place for place in named if place is not None)
        if entry.kind == "foreign":
            offer = entry.hint.rpartition(" offer ")[2] if " offer " in entry.hint else ""
            return Abroad(entry.name, span, self._named(offer))
        if entry.kind == "ambiguous" and candidates:
            return Ambiguous(candidates, span)
        return Vague("generic" if entry.kind == "generic" else "region", candidates, span)

    def _named(self, name: str) -> Place | None:
        inner = name.partition("(")[2].partition(")")[0]
        for part in (inner, name):
            bearers = self._index.exact(folded_name(part)) if part else []
            if bearers:
                return self._usual(self._sorted([bearer.place_id for bearer in bearers])[0])
        return None

    def _candidates(self, mention: Mention) -> list[Place]:
        """Bearers of the name, strong ones where there are any, the likeliest first."""
        strong = [b for b in mention.bearers if not b.weak] or list(mention.bearers)
        return self._sorted([bearer.place_id for bearer in strong])

    def _sorted(self, ids: Iterable[str]) -> list[Place]:
        places = [self._places[place_id] for place_id in ids]
        best = min(KIND_ORDER.index(place.kind) for place in places)
        same = [place for place in places if KIND_ORDER.index(place.kind) == best]
        rest = [place for place in places if KIND_ORDER.index(place.kind) != best]
        rank = sorted(same, key=lambda place: -place.population)
        return [*rank, *rest] if KIND_ORDER[best] != "commune_urban" else rank

    def _differ(self, candidates: Sequence[Place]) -> bool:
        """Whether places of one kind would be sent to different office towns."""
        same = [place for place in candidates if place.kind == candidates[0].kind]
        if candidates[0].kind == "commune_urban":
            return False
        return len({self._nearest_town(place) for place in same}) > 1

    def _nearest_town(self, place: Place) -> str:
        return self.office_town(place) or (
            by_distance(self._offices, place.lat, place.lon)[0].office.city_key
        )

    def _lies_in(self, place: Place, other: Place) -> bool:
        if place.id == other.id:
            return False
        if place.parent_id == other.id:
            return True
        smaller = KIND_ORDER.index(place.kind) > KIND_ORDER.index(other.kind)
        return smaller and place.province == other.province

    def _usual(self, place: Place) -> Place:
        """The place under the name that people use, where an office's town has one."""
        town = self._towns.get(place.id)
        return replace(place, name=self._city_names[town]) if town else place

    def _office_towns(self, offices: Sequence[Office]) -> dict[str, str]:
        """Gazetteer id of each office's town, to its `city_key`."""
        towns: dict[str, str] = {}
        for office in offices:
            bearers = [
                *self._index.exact(folded_name(office.city["fr"])),
                *self._index.exact(folded_name(office.city["ar"])),
            ]
            places = self._sorted(dict.fromkeys(bearer.place_id for bearer in bearers))
            nearest = min(
                (p for p in places if p.kind == places[0].kind),
                key=lambda p: abs(p.lat - office.lat) + abs(p.lon - office.lon),
            )
            towns.setdefault(nearest.id, office.city_key)
        return towns


def _span(words: Sequence[Token], mention: Mention) -> Span:
    return words[mention.first].start, words[mention.last].end
