"""Universities and their declaration platforms; the platforms of other students."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.names import NameIndex
from knowledge.records import Bilingual, Record, yaml_records

LINK_SAFETY = ("https", "http", "no_scheme", "bare_ip", "none")


@dataclass(frozen=True)
class University:
    """A university.

    `platform` is None where no link may or can be given; `caution` is what a person should know of
    the link; `sources` are ids of sources; `campuses` are names of places that also say which
    university is meant.
    """

    id: str
    acronym: str
    name: Bilingual
    city: str
    cities: tuple[str, ...]
    platform: str | None
    platform_printed: str | None
    link_safety: str
    caution: Bilingual | None
    names: tuple[str, ...]
    campuses: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class StudentCategory:
    """Students who declare elsewhere than at a university; `sources` are ids of sources."""

    id: str
    name: Bilingual
    platform: str | None
    names: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class UniversitySpan:
    """A university named in `text[start:end]`, by its own name or by a campus, which is a place."""

    start: int
    end: int
    university: University
    by_campus: bool


class Universities(Mapping[str, University]):
    """Universities by id, found by any of their names."""

    def __init__(self, universities: Mapping[str, University]) -> None:
        self._by_id = dict(universities)
        self._by_acronym = {one.acronym: one for one in self._by_id.values()}
        self._index = NameIndex(
            (name, one.acronym)
            for one in self._by_id.values()
            for name in (one.acronym, *one.name.values(), *one.names, *one.campuses)
        )
        self._campuses = NameIndex(
            (name, one.acronym) for one in self._by_id.values() for name in one.campuses
        )

    def __getitem__(self, key: str) -> University:
        return self._by_id[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def by_acronym(self, acronym: str) -> University | None:
        """The university of an acronym such as UM5."""
        return self._by_acronym.get(acronym)

    def find(self, text: str) -> list[UniversitySpan]:
        """Universities named in a message, in its order."""
        return [
            UniversitySpan(
                start, end, self._by_acronym[acronym], bool(self._campuses.find(text[start:end]))
            )
            for start, end, acronym in self._index.find(text)
        ]


class StudentCategories(Mapping[str, StudentCategory]):
    """Categories by id, found by any of their names."""

    def __init__(self, categories: Mapping[str, StudentCategory]) -> None:
        self._by_id = dict(categories)
        self._index = NameIndex(
            (name, one.id) for one in self._by_id.values() for name in one.names
        )

    def __getitem__(self, key: str) -> StudentCategory:
        return self._by_id[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def find(self, text: str) -> StudentCategory | None:
        """The first category named in a message."""
        found = next(iter(self._index.find(text)), None)
        return None if found is None else self._by_id[found[2]]


def load_universities(file: Path) -> Universities:
    """Universities by id."""
    return Universities({one.id: one for one in map(_university, yaml_records(file))})


def load_student_categories(file: Path) -> StudentCategories:
    """Other students' categories by id."""
    return StudentCategories({one.id: one for one in map(_category, yaml_records(file))})


def _university(record: Record) -> University:
    return University(
        id=record.text("id"),
        acronym=record.text("acronym"),
        name=record.bilingual("name"),
        city=record.text("city"),
        cities=record.texts("cities"),
        platform=record.optional_text("platform"),
        platform_printed=record.optional_text("platform_printed"),
        link_safety=record.one_of("link_safety", LINK_SAFETY),
        caution=record.bilingual("caution") if record.fields.get("caution") else None,
        names=record.texts("names"),
        campuses=record.texts("campuses"),
        sources=record.texts("sources"),
    )


def _category(record: Record) -> StudentCategory:
    return StudentCategory(
        id=record.text("id"),
        name=record.bilingual("name"),
        platform=record.optional_text("platform"),
        names=record.texts("names"),
        sources=record.texts("sources"),
    )
