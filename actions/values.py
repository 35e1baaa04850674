"""A message that only gives a value: it goes on with what was being talked about."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import first_entity, text_of
from actions.offices import ActionFindOffice
from actions.questions import care_type_response
from actions.universities import ActionUniversityPlatform
from knowledge import load_knowledge

IDENTIFIERS = ("cin", "massar_code", "birth_date")
TRACKING = "action_track_application"


class ActionTakeValue(Action):
    """Takes a place, a university, a kind of care or an identifier as an answer or a follow-up."""

    def name(self) -> str:
        return "action_take_value"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        action = self._action_for(tracker)
        if action is not None:
            return action.run(dispatcher, tracker, domain)
        if any(first_entity(tracker, entity) for entity in IDENTIFIERS):
            # Nobody gives them for anything else than the tracking.
            return [FollowupAction(TRACKING)]
        dispatcher.utter_message(response=_response(tracker, domain))
        return []

    @staticmethod
    def _action_for(tracker: Tracker) -> Action | None:
        asked = tracker.get_slot("awaiting")
        university = first_entity(tracker, "university")
        place = first_entity(tracker, "city") or load_knowledge().places.is_name(text_of(tracker))
        about_university = asked == "university" or tracker.get_slot("topic") == "university"
        school = first_entity(tracker, "school")
        if university or school or asked == "university" or (about_university and place):
            return ActionUniversityPlatform()
        if place or asked == "place" or tracker.get_slot("topic") == "find_office":
            return ActionFindOffice()
        return None


def _response(tracker: Tracker, domain: dict[str, Any]) -> str:
    """On a kind of care named alone: how its sheet is filled in, or how it is paid."""
    care_topic = f"utter_coverage_{first_entity(tracker, 'care_topic')}"
    care_type = first_entity(tracker, "care_type")
    if tracker.get_slot("topic") == "claim_form" and care_type:
        return care_type_response(care_type)
    if care_topic in domain["responses"]:
        return care_topic
    return care_type_response(care_type) if care_type else "utter_inform_without_topic"


class ActionOtherPlace(Action):
    """\"No, Taroudant\": another place than the one answered for, or nothing more."""

    def name(self) -> str:
        return "action_other_place"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if first_entity(tracker, "city"):
            return ActionFindOffice().run(dispatcher, tracker, domain)
        dispatcher.utter_message(response="utter_deny_without_question")
        return []
