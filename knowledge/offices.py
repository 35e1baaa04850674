"""The ONOUSC offices, and how far they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from haversine import Unit, haversine

from knowledge.places.gazetteer import Place
from knowledge.records import Bilingual, Record, csv_records

TIE_KM = 3.0
TIE_SHARE = 0.10
# An office outside its town is in the place that lies so near: Selouane, not Nador.
AT_THE_OFFICE_KM = 3.0
PRECISION = ("site", "campus", "city")


@dataclass(frozen=True)
class Office:
    """An office of the flyer's table; the point is right to about a kilometre.

    `outside_town`: it stands in another commune than the town that it serves; `exact_point`: False
    where the point is the town's centre; `printed_town`: key of the town that the flyer prints
    beside it by mistake; `caution`: what is doubtful in the address.
    """

    id: str
    city_key: str
    city: Bilingual
    location: Bilingual
    address: Bilingual
    lat: float
    lon: float
    outside_town: bool
    exact_point: bool
    printed_town: str | None
    caution: Bilingual | None


@dataclass(frozen=True)
class OfficeDistance:
    """An office and its great-circle distance in kilometres."""

    office: Office
    km: float


@dataclass(frozen=True)
class NearestOffices:
    """The offices of the answering town, nearest first, and the nearest of the next two towns.

    `in_town`: the place has an office of its own; `outside_town`: that office stands some way out;
    `near_tie`: the second town is as near.
    """

    main: tuple[OfficeDistance, ...]
    others: tuple[OfficeDistance, ...]
    in_town: bool
    outside_town: bool
    near_tie: bool


def load_offices(file: Path) -> dict[str, Office]:
    """Offices by id, O01 to O34."""
    offices = {}
    for record in csv_records(file):
        offices[record.text("id")] = Office(
            id=record.text("id"),
            city_key=record.text("city_key"),
            city={"fr": record.text("city_fr"), "ar": record.text("city_ar")},
            location={"fr": record.text("location_fr"), "ar": record.text("location_ar")},
            address={"fr": record.text("address_fr"), "ar": record.text("address_ar")},
            lat=record.number("lat"),
            lon=record.number("lon"),
            outside_town=record.fields.get("outside_town") == "yes",
            exact_point=record.one_of("coordinates_precision", PRECISION) != "city",
            printed_town=record.optional_text("printed_town"),
            caution=_caution(record),
        )
    return offices


def _caution(record: Record) -> Bilingual | None:
    if record.optional_text("caution_fr") is None:
        return None
    return {"fr": record.text("caution_fr"), "ar": record.text("caution_ar")}


def by_distance(offices: Sequence[Office], lat: float, lon: float) -> list[OfficeDistance]:
    """Offices with their distance from a point, nearest first (great circle, haversine)."""
    distances = (
        OfficeDistance(one, haversine((lat, lon), (one.lat, one.lon), unit=Unit.KILOMETERS))
        for one in offices
    )
    return sorted(distances, key=lambda near: near.km)


def nearest_offices(
    offices: Sequence[Office], place: Place, own_town: str | None, is_town: bool = True
) -> NearestOffices:
    """The offices to answer with for a place.

    Args:
        own_town: `city_key` of the town that the place is or lies in, where it has an office: that
            one comes first even if another stands nearer.
        is_town: False when the office bears the name of another part of the place's commune (Salé
            is served by Sala Al Jadida).
    """
    ranked = by_distance(offices, place.lat, place.lon)
    town = own_town or ranked[0].office.city_key
    main = tuple(near for near in ranked if near.office.city_key == town)
    others = tuple(_first_of_each_town(ranked, town))
    outside = own_town is not None and (main[0].office.outside_town or not is_town)
    at_office = main[0].office.outside_town and main[0].km < AT_THE_OFFICE_KM
    return NearestOffices(
        main=main,
        others=others[:2],
        in_town=at_office or (own_town is not None and not outside),
        outside_town=outside and not at_office,
        near_tie=own_town is None and not at_office and _is_tie(main[0].km, others[0].km),
    )


def _first_of_each_town(ranked: Sequence[OfficeDistance], but: str) -> list[OfficeDistance]:
    firsts: Mapping[str, OfficeDistance] = {
        near.office.city_key: near for near in reversed(ranked) if near.office.city_key != but
    }
    return sorted(firsts.values(), key=lambda near: near.km)


def _is_tie(first: float, second: float) -> bool:
    return second - first <= max(TIE_KM, TIE_SHARE * first)
