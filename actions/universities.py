"""The platform on which a university's students declare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import first_entity, text_of
from knowledge import Found, Knowledge, StudentCategory, University, load_knowledge

Answer = tuple[str, dict[str, Any]]
ASKS_FOR_UNIVERSITY = frozenset(
    {"utter_ask_university", "utter_university_several", "utter_university_unknown"}
)
RESPONSE_BY_LINK = {
    "https": "utter_platform_https",
    "http": "utter_platform_unsafe",
    "no_scheme": "utter_platform_unsafe",
    "bare_ip": "utter_platform_bare_ip",
}


class ActionUniversityPlatform(Action):
    """Gives the platform of the university named, or of the town's university, or asks."""

    def name(self) -> str:
        return "action_university_platform"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        response, variables = platform_answer(load_knowledge(), tracker)
        dispatcher.utter_message(response=response, **variables)
        events = [SlotSet("awaiting", "university" if response in ASKS_FOR_UNIVERSITY else None)]
        school = _university_of_school(tracker)
        return events if school is None else [*events, SlotSet("university", school.acronym)]


def platform_named(tracker: Tracker) -> Answer | None:
    """The response on the platform of what the latest message names, if it names where one studies.

    A town alone does not: one may live there.
    """
    knowledge = load_knowledge()
    acronym = first_entity(tracker, "university")
    if acronym:
        return platform_of(knowledge.universities.by_acronym(acronym))
    category = knowledge.student_categories.find(text_of(tracker))
    if category is not None:
        return _platform_of_category(category)
    if first_entity(tracker, "school"):
        school = _university_of_school(tracker)
        return platform_of(school) if school else _platform_in_town(knowledge, text_of(tracker))
    return None


def platform_answer(knowledge: Knowledge, tracker: Tracker) -> Answer:
    """Name and variables of the response to the latest message, or to what was said before."""
    named = platform_named(tracker)
    if named is not None:
        return named
    text = text_of(tracker)
    in_town = None if text.startswith("/") else _platform_in_town(knowledge, text)
    if in_town is not None:
        return in_town
    known = tracker.get_slot("university")
    if known and tracker.get_slot("awaiting") != "university":
        return platform_of(knowledge.universities.by_acronym(known))
    return "utter_ask_university", {}


def platform_of(university: University | None) -> Answer:
    """The response for one university."""
    if university is None:
        return "utter_university_unknown", {}
    variables = {
        "university": university.name,
        "platform": university.platform or "",
        "caution": university.caution or "",
        "rests_on": [university.id],
    }
    if university.platform is None and university.link_safety != "bare_ip":
        return "utter_platform_unknown", variables
    return RESPONSE_BY_LINK[university.link_safety], variables


def _university_of_school(tracker: Tracker) -> University | None:
    """The university of a school that is named with its town, where none is named itself."""
    if first_entity(tracker, "university") or not first_entity(tracker, "school"):
        return None
    knowledge, text = load_knowledge(), text_of(tracker)
    schools = knowledge.schools.find(text, knowledge.places.spans(text, expected=True))
    return schools[0].university if schools else None


def _platform_in_town(knowledge: Knowledge, text: str) -> Answer | None:
    place = knowledge.place_meant(text, expected=True)
    if not isinstance(place, Found):
        return None
    return _platform_of_town(knowledge.universities_in(place.place), place.place.name)


def _platform_of_town(universities: Sequence[University], town: dict[str, str]) -> Answer:
    if len(universities) == 1:
        return platform_of(universities[0])
    if not universities:
        return "utter_ask_university", {}
    options = [
        {
            "title": {"fr": university.acronym, "ar": university.acronym},
            "payload": f'/ask_university_platform{{"university": "{university.acronym}"}}',
        }
        for university in universities
    ]
    return "utter_university_several", {"place": town, "options": options}


def _platform_of_category(category: StudentCategory) -> Answer:
    variables = {
        "category": category.name,
        "platform": category.platform or "",
        "rests_on": [category.id],
    }
    known = category.platform is not None
    return "utter_platform_category" if known else "utter_platform_category_no_link", variables
