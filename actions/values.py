"""A message that only gives a value: it goes on with what was being talked about."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import first_entity
from actions.offices import ActionFindOffice
from actions.questions import care_type_response
from actions.universities import ActionUniversityPlatform

IDENTIFIERS = ("cin", "massar_code", "birth_date")
TRACKING = "tracking_form"


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
        care_type = first_entity(tracker, "care_type")
        response = care_type_response(care_type) if care_type else "utter_inform_without_topic"
        dispatcher.utter_message(response=response)
        return []

    @staticmethod
    def _action_for(tracker: Tracker) -> Action | None:
        topic = tracker.get_slot("topic")
        university = first_entity(tracker, "university")
        city = first_entity(tracker, "city")
        if university or (topic == "university" and city):
            return ActionUniversityPlatform()
        if city:
            return ActionFindOffice()
        return None
