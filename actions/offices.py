"""The nearest ONOUSC office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import first_entity, text_of
from identifiers.vault import Vault
from knowledge import (
    Abroad,
    Ambiguous,
    Found,
    Knowledge,
    NearestOffices,
    Office,
    OfficeDistance,
    Place,
    Vague,
    load_knowledge,
)
from knowledge.records import LANGUAGES

Answer = tuple[str, dict[str, Any]]
# Beyond this a second town is shown too: the great circle does not see mountains.
FAR_KM = 40.0
# Beyond this "the nearest is far" matters more than that two are as far.
VERY_FAR_KM = 100.0
# The farthest town of the country, Dakhla, is 475 km from its office: beyond this one is abroad.
ABROAD_KM = 550.0
# Responses that end with "which town?".
ASKS_FOR_PLACE = frozenset(
    {
        "utter_ask_city",
        "utter_place_abroad",
        "utter_place_ambiguous",
        "utter_place_unknown",
        "utter_place_unknown_again",
        "utter_place_vague",
    }
)


class ActionFindOffice(Action):
    """Answers with the office of a place, or asks which place is meant."""

    def name(self) -> str:
        return "action_find_office"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        knowledge = load_knowledge()
        response, variables = office_answer(knowledge, tracker)
        dispatcher.utter_message(response=response, **variables)
        offered = variables.get("offered_place")
        awaiting = "place" if response in ASKS_FOR_PLACE else "offer" if offered else None
        return [
            SlotSet("awaiting", awaiting),
            SlotSet("offered_place", offered),
            SlotSet("place_misses", _misses(tracker, response)),
        ]


class ActionOfferedOffice(Action):
    """The office of the town that was offered instead of a place abroad."""

    def name(self) -> str:
        return "action_offered_office"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        knowledge = load_knowledge()
        place = knowledge.places.by_id(str(tracker.get_slot("offered_place")))
        response, variables = office_of(knowledge, place) if place else ("utter_ask_city", {})
        dispatcher.utter_message(response=response, **variables)
        return []


def office_named(tracker: Tracker) -> Answer | None:
    """The response on the office of a place that the latest message surely names, if it does."""
    if first_entity(tracker, "city") is None:
        return None
    knowledge = load_knowledge()
    answer = knowledge.place_meant(text_of(tracker), expected=True)
    return office_of(knowledge, answer.place) if isinstance(answer, Found) else None


def office_answer(knowledge: Knowledge, tracker: Tracker) -> Answer:
    """Name and variables of the response to the latest message."""
    location = first_entity(tracker, "location")
    if location:
        return _answer_location(knowledge, tracker, location)
    place_id = first_entity(tracker, "place_id")
    if place_id:
        place = knowledge.places.by_id(place_id)
        return office_of(knowledge, place) if place else ("utter_place_unknown", {})
    text = text_of(tracker)
    if text.startswith("/"):
        return "utter_ask_city", {}
    misprinted = knowledge.misprinted_office(text)
    if misprinted is not None:
        return _misprinted(knowledge, misprinted)
    asked = tracker.get_slot("awaiting") == "place"
    answer = _answer_text(knowledge, text, asked, int(tracker.get_slot("place_misses") or 0))
    detail = first_entity(tracker, "office_detail")
    if detail in ("list", "gone") or (detail and answer[0] == "utter_ask_city"):
        return f"utter_offices_{detail}", {"towns": _towns(knowledge)}
    return answer


def office_of(knowledge: Knowledge, place: Place) -> Answer:
    """The response for a place that was understood."""
    near = knowledge.nearest_offices(place)
    best = near.main[0]
    variables = {"place": place.name, **_office_variables(best), "options": _others(near)}
    if len(near.main) > 1 and near.in_town:
        variables["offices"] = [_card(office) for office in near.main]
        variables["office_list"] = _office_list(near.main)
        return "utter_office_several", variables
    if near.outside_town:
        return "utter_office_outside_town", variables
    if near.in_town:
        return "utter_office_in_town", variables
    if near.others:
        second = near.others[0]
        variables |= {
            "second_town": second.office.city,
            "second_office": second.office.location,
            "second_address": second.office.address,
            "second_map_url": map_url(second.office.lat, second.office.lon),
            "second_distance": kilometres(second.km),
        }
        if near.near_tie and best.km <= VERY_FAR_KM:
            variables["offices"] = [_card(best), _card(second)]
            return "utter_office_tie", variables
        if best.km > FAR_KM:
            return "utter_office_far", variables
    return "utter_office_near", variables


def kilometres(km: float) -> str:
    """A distance as people say it: whole kilometres, from 1 on."""
    return str(_whole(km))


def _whole(km: float) -> int:
    return max(1, round(km))


def map_url(latitude: float, longitude: float) -> str:
    """A link that opens the point in any map (documented "Maps URLs" search form)."""
    query = urlencode({"api": 1, "query": f"{latitude:.5f},{longitude:.5f}"})
    return f"https://www.google.com/maps/search/?{query}"


def _answer_text(knowledge: Knowledge, text: str, asked: bool, misses: int) -> Answer:
    answer = knowledge.place_meant(text, expected=True)
    if isinstance(answer, Found):
        return office_of(knowledge, answer.place)
    if isinstance(answer, Ambiguous):
        return "utter_place_ambiguous", {
            "name": text[slice(*answer.span)],
            "options": [_place_option(place) for place in answer.candidates[:5]],
        }
    if isinstance(answer, Abroad):
        variables: dict[str, Any] = {"name": answer.name}
        if answer.nearest_offer is None:
            return "utter_place_abroad", variables
        variables["offer"] = answer.nearest_offer.name
        variables["offered_place"] = answer.nearest_offer.id
        variables["options"] = [_place_option(answer.nearest_offer)]
        return "utter_place_abroad_offer", variables
    if isinstance(answer, Vague):
        options = [_place_option(place) for place in answer.candidates[:5]]
        return "utter_place_vague", {"name": text[slice(*answer.span)], "options": options}
    if not asked:
        return "utter_ask_city", {}
    if misses:
        return "utter_place_unknown_again", {"towns": _towns(knowledge)}
    return "utter_place_unknown", {}


def _answer_location(knowledge: Knowledge, tracker: Tracker, placeholder: str) -> Answer:
    held = Vault.from_environment().reveal(tracker.sender_id, placeholder)
    if held is None:
        return "utter_ask_city", {}
    latitude, longitude = (float(part) for part in held.value.split(","))
    best = knowledge.offices_near(latitude, longitude)[0]
    if best.km > ABROAD_KM:
        return "utter_location_abroad", {}
    return "utter_office_shared_location", _office_variables(best)


def _office_variables(near: OfficeDistance) -> dict[str, Any]:
    office = near.office
    return {
        "town": office.city,
        "office": office.location,
        "address": office.address,
        "distance": kilometres(near.km),
        "map_url": map_url(office.lat, office.lon),
        "caution": _caution(office),
        "rests_on": [] if office.exact_point else ["K68"],
        "offices": [_card(near)],
    }


def _card(near: OfficeDistance) -> dict[str, Any]:
    """What a channel can show of an office; see `bot.answers.answer.OfficeCard`."""
    office = near.office
    return {
        "id": office.id,
        "town": office.city,
        "name": office.location,
        "address": office.address,
        "distance_km": _whole(near.km),
        "lat": office.lat,
        "lon": office.lon,
        "map_url": map_url(office.lat, office.lon),
    }


def _caution(office: Office) -> dict[str, str]:
    """What is doubtful in the address or the map, a line each."""
    note = None if office.exact_point else load_knowledge().facts["K68"].values["map_note"]
    lines = [one for one in (office.caution, note) if one is not None]
    return {language: "\n".join(one[language] for one in lines) for language in LANGUAGES}


def _misprinted(knowledge: Knowledge, office: Office) -> Answer:
    printed = next(
        one.city for one in knowledge.offices.values() if one.city_key == office.printed_town
    )
    near = knowledge.offices_near(office.lat, office.lon)[0]
    return "utter_office_agdal", {**_office_variables(near), "printed_town": printed}


def _office_list(offices: Sequence[OfficeDistance]) -> dict[str, str]:
    return {
        language: "\n".join(
            f"• {near.office.location[language]}\n{near.office.address[language]}\n"
            f"{map_url(near.office.lat, near.office.lon)}"
            for near in offices
        )
        for language in LANGUAGES
    }


def _others(near: NearestOffices) -> list[dict[str, Any]]:
    return [
        {
            "title": other.office.city,
            "payload": f'/find_office{{"place_id": "{other.office.id}"}}',
        }
        for other in near.others[:2]
    ]


def _place_option(place: Place) -> dict[str, Any]:
    return {"title": place.name, "payload": f'/find_office{{"place_id": "{place.id}"}}'}


def _towns(knowledge: Knowledge) -> dict[str, str]:
    names = {office.city["fr"]: office.city["ar"] for office in knowledge.offices.values()}
    return {"fr": ", ".join(names), "ar": "، ".join(names.values())}


def _misses(tracker: Tracker, response: str) -> float:
    before = float(tracker.get_slot("place_misses") or 0)
    return before + 1 if response == "utter_place_unknown" else 0.0
