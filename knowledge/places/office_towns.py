"""Which places are served by an office of their own town."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.offices import Office, by_distance
from knowledge.places.gazetteer import KIND_ORDER, Place
from knowledge.places.index import PlaceNameIndex, folded_name


class OfficeTowns:
    """The offices' towns in the gazetteer, under the names that people use.

    Args:
        places: the gazetteer.
        index: the places' names.
        offices: their towns' usual names are shown instead of the census spelling.
    """

    def __init__(
        self, places: Mapping[str, Place], index: PlaceNameIndex, offices: Sequence[Office]
    ) -> None:
        self._places = places
        self._offices = offices
        self._names = {office.city_key: office.city for office in offices}
        self._towns = _gazetteer_towns(places, index, offices)
        # Salé has its office in one of its parts, Sala Al Jadida.
        self._served_by_part = {
            places[town].parent_id: key
            for town, key in self._towns.items()
            if places[town].kind == "locality" and places[town].parent_id
        }

    def of(self, place: Place) -> str | None:
        """`city_key` of the office town that the place is, or lies in."""
        lies_in: Place | None = place
        while lies_in is not None:
            town = self._towns.get(lies_in.id) or self._served_by_part.get(lies_in.id)
            if town is not None:
                return town
            lies_in = self._places.get(lies_in.parent_id or "")
        return None

    def nearest(self, place: Place) -> str:
        """`city_key` of the town whose office serves the place."""
        return self.of(place) or (
            by_distance(self._offices, place.lat, place.lon)[0].office.city_key
        )

    def served_by_other_part(self, place: Place) -> bool:
        """Whether the place's office stands in another part of its commune and bears its name."""
        return place.id in self._served_by_part or (
            place.parent_id in self._served_by_part and place.id not in self._towns
        )

    def town_name(self, place: Place) -> str:
        """The usual French name of the town that the place is, or lies in."""
        town = self.of(place)
        return (self._names[town] if town else place.name)["fr"]

    def town_of_office(self, office_id: str) -> Place | None:
        """The town of an office id such as O04."""
        office = next((one for one in self._offices if one.id == office_id), None)
        keys = [key for key, town in self._towns.items() if office and town == office.city_key]
        return self._places[keys[0]] if keys else None

    def usual(self, place: Place) -> Place:
        """The place under the name that people use, where an office's town has one."""
        town = self._towns.get(place.id)
        return replace(place, name=self._names[town]) if town else place


def _gazetteer_towns(
    places: Mapping[str, Place], index: PlaceNameIndex, offices: Sequence[Office]
) -> dict[str, str]:
    """Gazetteer id of each office's town, to its `city_key`."""
    towns: dict[str, str] = {}
    for office in offices:
        bearers = [
            places[bearer.place_id]
            for name in office.city.values()
            for bearer in index.exact(folded_name(name))
        ]
        kind = min((place.kind for place in bearers), key=KIND_ORDER.index)
        nearest = min(
            (place for place in bearers if place.kind == kind),
            key=lambda place: abs(place.lat - office.lat) + abs(place.lon - office.lon),
        )
        towns.setdefault(nearest.id, office.city_key)
    return towns
