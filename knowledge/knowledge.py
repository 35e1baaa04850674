"""Everything the assistant knows, loaded and checked once."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from knowledge.facts import load_facts, load_sources
from knowledge.offices import (
    NearestOffices,
    OfficeDistance,
    by_distance,
    load_offices,
    nearest_offices,
)
from knowledge.places.finder import PlaceFinder
from knowledge.places.gazetteer import Place, load_ask_back, load_place_names, load_places
from knowledge.records import LANGUAGES
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
        self.universities = load_universities(directory / "universities.yml")
        self.student_categories = load_student_categories(directory / "student_categories.yml")
        self.offices = load_offices(directory / "offices.csv")
        self.places = PlaceFinder(
            load_places(directory / "gazetteer.csv"),
            load_place_names(directory / "gazetteer.csv", directory / "place_aliases.csv"),
            load_ask_back(directory / "place_ask_back.csv"),
            tuple(self.offices.values()),
        )

    def answer_values(self, language: str, on: date) -> dict[str, str]:
        """Every value that answers may name on a day: `{"K12.amount": "400 DH", ...}`.

        A fact that does not hold on the day keeps its values: an answer on the past or the future
        may need them; which answer is given depends on `student_scheme`.
        """
        if language not in LANGUAGES:
            raise ValueError("language must be fr or ar")
        return {
            f"{fact.id}.{name}": value[language]
            for fact in self.facts.values()
            for name, value in fact.values.items()
        }

    def student_scheme(self, on: date) -> str:
        """`in_force` until the day before the law takes effect, then `ended`."""
        effect = date.fromisoformat(self.facts[LAW].values["effect_date"]["fr"])
        return "in_force" if on < effect else "ended"

    def sources_of(self, fact_id: str) -> tuple[str, ...]:
        """Ids of the sources of a fact; empty for an id without sources of its own."""
        fact = self.facts.get(fact_id)
        return fact.sources if fact else ()

    def offices_near(self, lat: float, lon: float) -> list[OfficeDistance]:
        """All offices, nearest first, from a point in degrees."""
        return by_distance(tuple(self.offices.values()), lat, lon)

    def nearest_offices(self, place: Place) -> NearestOffices:
        """The offices to answer with for a place."""
        own_town = self.places.office_town(place)
        is_town = not self.places.served_by_other_part(place)
        return nearest_offices(tuple(self.offices.values()), place, own_town, is_town)

    def universities_in(self, place: Place) -> list[University]:
        """The universities that have a campus in the place's town."""
        towns = {place.name["fr"], self.places.town_name(place)}
        return [one for one in self.universities.values() if towns & {one.city, *one.cities}]


@lru_cache(maxsize=2)
def load_knowledge(directory: Path = DATA) -> Knowledge:
    """The knowledge base, loaded once a process."""
    return Knowledge(directory)
