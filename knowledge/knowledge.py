"""Everything the assistant knows, loaded and checked once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from knowledge.facts import load_facts, load_sources
from knowledge.offices import (
    NearestOffices,
    Office,
    OfficeDistance,
    by_distance,
    load_offices,
    nearest_offices,
)
from knowledge.places.answers import Found, PlaceAnswer, Vague
from knowledge.places.finder import PlaceFinder
from knowledge.places.folding import fold, tokens, unglued
from knowledge.places.gazetteer import Place, load_ask_back, load_place_names, load_places
from knowledge.records import LANGUAGES
from knowledge.schools import Schools, load_school_names
from knowledge.universities import University, load_student_categories, load_universities

DATA = Path(__file__).parent / "data"
# The law that ends the student scheme; its value `effect_date` is the day.
LAW = "K47"


class Knowledge:
    """The knowledge base of one data folder.

    Raises:
        KnowledgeError: a file is wrong; names file, line and field.
    """

    def __init__(self, directory: Path) -> None:
        self.sources = load_sources(directory / "sources.yml")
        self.facts = load_facts(directory / "facts.yml", self.sources)
        self._answer_values = {
            language: {
                f"{fact.id}.{name}": value[language]
                for fact in self.facts.values()
                for name, value in fact.values.items()
            }
            for language in LANGUAGES
        }
        self.universities = load_universities(directory / "universities.yml")
        self.student_categories = load_student_categories(directory / "student_categories.yml")
        self.offices = load_offices(directory / "offices.csv")
        self.places = PlaceFinder(
            load_places(directory / "gazetteer.csv"),
            load_place_names(directory / "gazetteer.csv", directory / "place_aliases.csv"),
            load_ask_back(directory / "place_ask_back.csv"),
            tuple(self.offices.values()),
        )
        names = tuple(load_school_names(directory / "schools.yml"))
        self.schools = Schools(names, self.universities, self.universities_in)

    def answer_values(self, language: str) -> Mapping[str, str]:
        """Every value that answers may name: `{"K12.amount": "400 DH", ...}`.

        Also of facts that no longer hold: an answer on the past may need them; which answer is
        given on a day depends on `student_scheme`.
        """
        return self._answer_values[language]

    def student_scheme(self, on: date) -> str:
        """`in_force` until the day before the law takes effect, then `ended`."""
        effect = date.fromisoformat(self.facts[LAW].values["effect_date"]["fr"])
        return "in_force" if on < effect else "ended"

    def sources_of(self, known_id: str) -> tuple[str, ...]:
        """Ids of the sources of a fact, a university or a category of students."""
        known = (
            self.facts.get(known_id)
            or self.universities.get(known_id)
            or self.student_categories.get(known_id)
        )
        return known.sources if known else ()

    def offices_near(self, lat: float, lon: float) -> list[OfficeDistance]:
        """All offices, nearest first, from a point in degrees."""
        return by_distance(tuple(self.offices.values()), lat, lon)

    def nearest_offices(self, place: Place) -> NearestOffices:
        """The offices to answer with for a place."""
        own_town = self.places.towns.of(place)
        is_town = not self.places.towns.served_by_other_part(place)
        return nearest_offices(tuple(self.offices.values()), place, own_town, is_town)

    def place_meant(self, text: str, expected: bool = False) -> PlaceAnswer:
        """The place that a message means; a university of several towns is no place.

        Args:
            text: any message.
            expected: as in `PlaceFinder.resolve`.
        """
        for named in reversed(self.universities.find(text)):
            towns = named.university.cities
            span = (named.start, named.end)
            if len(towns) > 1 and not named.by_campus:
                without = text[: named.start] + " " * (named.end - named.start) + text[named.end :]
                answer = self.places.resolve(without, expected)
                if isinstance(answer, Found):
                    return answer
                candidates = (self.places.resolve(town, expected=True) for town in towns)
                found = tuple(one.place for one in candidates if isinstance(one, Found))
                return Vague("university", found, span)
        return self.places.resolve(text, expected)

    def misprinted_office(self, text: str) -> Office | None:
        """The office that a message names beside the town that the flyer prints for it wrongly."""
        for office in self.offices.values():
            if office.printed_town is not None and _campus_named(office, text):
                named = self.places.named_towns(text)
                return office if office.printed_town in named else None
        return None

    def universities_in(self, place: Place) -> list[University]:
        """The universities that have a campus in the place's town."""
        towns = {place.name["fr"], self.places.towns.town_name(place)}
        return [one for one in self.universities.values() if towns & {one.city, *one.cities}]


def _campus_named(office: Office, text: str) -> bool:
    """Whether the last word of the office's building, such as Agdal, stands in the text."""
    names = {fold(location.split()[-1]) for location in office.location.values()}
    return any(names & {token.folded, *unglued(token.folded)} for token in tokens(text))


@lru_cache(maxsize=2)
def load_knowledge(directory: Path = DATA) -> Knowledge:
    """The knowledge base, loaded once a process."""
    return Knowledge(directory)
