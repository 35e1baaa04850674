"""Everything that is held on a person here, deleted on their wish."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.notifying import end_wishes
from identifiers.vault import Vault


class ActionForgetMe(Action):
    """Deletes what the vault and the wishes hold, and says what is deleted.

    The channel deletes the conversation itself once this is said: the response's `effect`.
    """

    def name(self) -> str:
        return "action_forget_me"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        said = sum(event.get("event") in ("user", "bot") for event in tracker.events)
        dispatcher.utter_message(
            response="utter_forgotten",
            messages=str(said),
            identifiers=str(Vault.from_environment().forget(tracker.sender_id)),
            wishes=str(end_wishes(tracker.sender_id)),
        )
        # What the "yes" answered stays until the turn ends: without it the rule that led here does
        # not hold any more, and the assistant would go on with "I did not understand".
        return [AllSlotsReset(), SlotSet("awaiting", tracker.get_slot("awaiting"))]
