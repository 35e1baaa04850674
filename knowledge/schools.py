"""The university of a school or faculty that is named with its town: "ENSA Khouribga"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from knowledge.places.answers import PlaceSpan
from knowledge.places.folding import Token, tokens, unglued
from knowledge.places.gazetteer import Place
from knowledge.records import yaml_records
from knowledge.universities import Universities, University, UniversitySpan

KINDS = ("school", "capitals", "elsewhere", "private")
# "faculté des sciences et techniques de": more between them, and they belong to two thoughts.
MOST_BETWEEN = 5
_NEW_THOUGHT = re.compile(r"[.,;:!?؟،؛\n]")
_ARTICLES = ("l'", "l’")


@dataclass(frozen=True)
class SchoolName:
    """A folded name of one of the `KINDS`; `university` is the acronym of what is `elsewhere`."""

    name: str
    kind: str
    university: str | None


class Schools:
    """Finds schools beside their towns.

    Args:
        universities_in: the universities of a place.
    """

    def __init__(
        self,
        names: Sequence[SchoolName],
        universities: Universities,
        universities_in: Callable[[Place], list[University]],
    ) -> None:
        self._of_kind = {kind: {n.name for n in names if n.kind == kind} for kind in KINDS}
        self._elsewhere = {n.name: n.university for n in names if n.university is not None}
        self._universities = universities
        self._universities_in = universities_in

    def is_named(self, text: str) -> bool:
        """Whether a message names a school, with or without its town."""
        words = tokens(text)
        return any(self._is_school(text, words[at : at + 2]) for at in range(len(words)))

    def find(self, text: str, places: Sequence[PlaceSpan]) -> list[UniversitySpan]:
        """The universities of the schools in a message, each from the school to its town.

        Args:
            places: those named in the message.
        """
        words = tokens(text)
        found = []
        for place in places:
            school = self._school_before(text, words, place)
            university = self._university(words, school, place) if school is not None else None
            if school is not None and university is not None:
                found.append(UniversitySpan(school.start, place.end, university, False))
        return found

    def _school_before(self, text: str, words: Sequence[Token], place: PlaceSpan) -> Token | None:
        before = [word for word in words if word.end <= place.start]
        nearest = range(len(before) - 1, max(len(before) - 2 - MOST_BETWEEN, -1), -1)
        for at in nearest:
            if _NEW_THOUGHT.search(text[before[at].end : place.start]):
                return None
            if self._is_school(text, before[at : at + 2]):
                return before[at]
        return None

    def _is_school(self, text: str, words: Sequence[Token]) -> bool:
        """Whether a school's name begins with the first of two words."""
        first = words[0]
        forms = (first.folded, *unglued(first.folded, shortest=2))
        if self._of_kind["capitals"].intersection(forms):
            article = text[: first.start].lower().endswith(_ARTICLES)
            return first.start == 0 or article or text[first.start : first.end].isupper()
        both = (f"{form} {words[-1].folded}" for form in forms)
        return not self._of_kind["school"].isdisjoint([*forms, *both])

    def _university(
        self, words: Sequence[Token], school: Token, place: PlaceSpan
    ) -> University | None:
        inside = [word.folded for word in words if school.start <= word.start < place.end]
        following = [word.folded for word in words if word.start >= place.end][:1]
        said = {form for word in (*inside, *following) for form in (word, *unglued(word))}
        said |= {f"{one} {other}" for one, other in pairwise(inside)}
        if said & self._of_kind["private"]:
            return None
        for name in said & self._of_kind["elsewhere"]:
            return self._universities.by_acronym(self._elsewhere[name] or "")
        owners = set(self._elsewhere.values())
        there = [u for u in self._universities_in(place.place) if u.acronym not in owners]
        return there[0] if len(there) == 1 else None


def load_school_names(file: Path) -> Iterator[SchoolName]:
    """Every name of every kind.

    Raises:
        KnowledgeError: a record is wrong; names file, line and field.
    """
    for record in yaml_records(file):
        kind, university = record.one_of("kind", KINDS), record.optional_text("university")
        for name in record.texts("names"):
            yield SchoolName(" ".join(word.folded for word in tokens(name)), kind, university)
