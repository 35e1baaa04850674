"""From a message to the place that it means, or to the question that it calls for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from knowledge.offices import Office
from knowledge.places.answers import Ambiguous, Found, NotFound, PlaceAnswer, PlaceSpan, Span
from knowledge.places.folding import Token, fold, tokens
from knowledge.places.gazetteer import KIND_ORDER, AskBack, Place, PlaceName
from knowledge.places.index import PlaceNameIndex, folded_name
from knowledge.places.mentions import Mention, mentions
from knowledge.places.office_towns import OfficeTowns
from knowledge.places.questions import Questions

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
        self.towns = OfficeTowns(self._places, self._index, offices)
        self._questions = Questions(ask_back, self._index, self._named)

    def all(self) -> list[Place]:
        """Every place, in the order of the gazetteer."""
        return list(self._places.values())

    def by_id(self, place_id: str) -> Place | None:
        """The place of a gazetteer id, or of an office id (its town)."""
        place = self._places.get(place_id) or self.towns.town_of_office(place_id)
        return self.towns.usual(place) if place else None

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
        sure = [m for m in found if bare or not m.weak]
        if not sure and expected:
            # "3afak bghit lmaktab safi": at an end of the message an ordinary word is the town.
            sure = [m for m in found if m.first == 0 or m.last == len(words) - 1]
        question = self._questions.ask(words, sure)
        if question is not None:
            return question
        return self._place_of(words, _ranked(sure)) if sure else NotFound()

    def spans(self, text: str, expected: bool = False) -> list[PlaceSpan]:
        """Places surely named in a message, for entity extraction."""
        words = tokens(text)
        spans = []
        for mention in mentions(words, self._index, expected):
            listed = self._questions.entry(words[mention.first : mention.last + 1])
            place = self._candidates(mention)[0]
            # Villages bear names that are ordinary words: كريمات, متاح.
            village = place.kind == "commune_rural" and not (mention.cue_word or expected)
            if not mention.weak and listed is None and not (village and len(words) > ANSWER_WORDS):
                spans.append(PlaceSpan(*_span(words, mention), self.towns.usual(place)))
        return spans

    def is_name(self, text: str) -> bool:
        """Whether a text is nothing but the name of a place."""
        return bool(self._index.exact(folded_name(text)))

    def named_towns(self, text: str) -> set[str]:
        """`city_key`s of the offices' towns named in a message."""
        towns = (self.towns.of(span.place) for span in self.spans(text, expected=True))
        return {town for town in towns if town is not None}

    def _place_of(self, words: Sequence[Token], ranked: Sequence[Mention]) -> PlaceAnswer:
        first = ranked[0]
        candidates = self._candidates(first)
        others = [self._candidates(mention) for mention in ranked[1:]]
        named = [places[0] for places in others]
        smaller = next((p for ps in others for p in ps if _lies_in(p, candidates[0])), None)
        bearers = [self._places[bearer.place_id] for bearer in first.bearers]
        within = next((b for b in bearers if any(_lies_in(b, o) for o in named)), None)
        settled = smaller or within
        if settled is not None:
            return Found(self.towns.usual(settled), _span(words, first))
        if self._differ(candidates):
            return Ambiguous(tuple(map(self.towns.usual, candidates)), _span(words, first))
        beside = tuple(map(self.towns.usual, named))
        return Found(self.towns.usual(candidates[0]), _span(words, first), beside)

    def _named(self, name: str) -> Place | None:
        """The likeliest bearer of exactly this name."""
        bearers = self._index.exact(folded_name(name))
        if not bearers:
            return None
        return self.towns.usual(self._sorted([bearer.place_id for bearer in bearers])[0])

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
        return len({self.towns.nearest(place) for place in same}) > 1


def _ranked(found: Sequence[Mention]) -> list[Mention]:
    """The mention to answer first: cued before bare, a landmark last."""
    return sorted(found, key=lambda m: (m.landmark, not m.cued and len(found) > 1))


def _lies_in(place: Place, other: Place) -> bool:
    """Whether a place is named with the bigger one that it belongs to."""
    if place.id == other.id:
        return False
    if place.parent_id == other.id:
        return True
    smaller = KIND_ORDER.index(place.kind) > KIND_ORDER.index(other.kind)
    # "Tiflet, province de Khémisset": a province bears the name of its chief town.
    smaller |= fold(other.name["fr"]) == fold(place.province) and place.kind == other.kind
    return smaller and place.province == other.province


def _span(words: Sequence[Token], mention: Mention) -> Span:
    return words[mention.first].start, words[mention.last].end
