"""The places themselves, with everything that they are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.records import Bilingual, csv_records

# Among bearers of one name, the first kind is meant.
KIND_ORDER = (
    "commune_urban",
    "arrondissement",
    "centre",
    "campus",
    "locality",
    "neighbourhood",
    "province",
    "commune_rural",
)


@dataclass(frozen=True)
class Place:
    """A place; `lat`, `lon` in degrees (WGS 84); `name` is the usual one, said to people."""

    id: str
    kind: str
    name: Bilingual
    province: str
    lat: float
    lon: float
    parent_id: str | None
    population: int


@dataclass(frozen=True)
class PlaceName:
    """A name of a place; a weak one is also an ordinary word.

    `usual`: official or written by hand; the rest are old and foreign spellings, some of which are
    another place's usual name.
    """

    name: str
    place_id: str
    weak: bool
    usual: bool = True


@dataclass(frozen=True)
class AskBack:
    """A name whose right answer is a question."""

    kind: str
    name: Bilingual
    variants: tuple[str, ...]
    hint: str


def load_places(file: Path) -> dict[str, Place]:
    """Places by id."""
    places = {}
    for record in csv_records(file):
        places[record.text("id")] = Place(
            id=record.text("id"),
            kind=record.one_of("kind", KIND_ORDER),
            name={"fr": record.text("name_fr"), "ar": record.text("name_ar")},
            province=record.text("province_fr"),
            lat=record.number("lat"),
            lon=record.number("lon"),
            parent_id=record.optional_text("parent_id"),
            population=int(record.fields.get("population_2024") or 0),
        )
    return places


def load_place_names(gazetteer: Path, aliases: Path) -> Iterator[PlaceName]:
    """Every name of every place: official, other, alias."""
    for record in csv_records(gazetteer):
        weak = record.fields["needs_context"] == "yes"
        place_id = record.text("id")
        for name in (record.text("name_fr"), record.text("name_ar")):
            yield PlaceName(name, place_id, weak)
        for name in filter(None, (record.fields["other_names"] or "").split("|")):
            yield PlaceName(name, place_id, weak, usual=False)
    for record in csv_records(aliases):
        weak = record.one_of("strength", ("strong", "weak")) == "weak"
        yield PlaceName(record.text("alias"), record.text("place_id"), weak)


def load_ask_back(file: Path) -> list[AskBack]:
    """Names to ask back about."""
    return [
        AskBack(
            kind=record.one_of("kind", ("foreign", "region", "generic", "ambiguous")),
            name={
                "fr": record.text("name_fr"),
                "ar": record.optional_text("name_ar") or record.text("name_fr"),
            },
            variants=tuple(part.strip() for part in record.text("variants").split(",")),
            hint=record.text("candidates_or_hint"),
        )
        for record in csv_records(file)
    ]
