"""A message that only gives a value: it goes on with what was being talked about."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.care import care_type_response
from actions.conversation import first_entity
from actions.offices import ActionFindOffice
from actions.universities import ActionUniversityPlatform

IDENTIFIERS = ("cin", "massar_code", "birth_date")
TRACKING = "tracking_form"


class ActionTakeValue(Action):
    """Takes a place, a university or a kind of care as an answer or a follow-up."""

    def name(self) -> str:
        return "action_take_value"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if all(first_entity(tracker, entity) for entity in IDENTIFIERS):
            # Nobody sends all three for anything else.
            return [FollowupAction(TRACKING)]
        action = self._action_for(tracker)
        if action is not None:
            return action.run(dispatcher, tracker, domain)
        care_type = first_entity(tracker, "care_type")
        if care_type:
            dispatcher.utter_message(response=care_type_response(care_type))
        else:
            dispatcher.utter_message(response="utter_inform_without_topic")
        return []

    @staticmethod
    def _action_for(tracker: Tracker) -> Action | None:
        if any(first_entity(tracker, entity) for entity in (*IDENTIFIERS, "number")):
            return None
        topic = tracker.get_slot("topic")
        if topic == "university" or first_entity(tracker, "university"):
            return ActionUniversityPlatform()
        if topic == "find_office" or first_entity(tracker, "city"):
            return ActionFindOffice()
        return None
