"""What the call-back form ends with, and what is said in its middle."""

from __future__ import annotations

import logging
from datetime import timezone
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.call_back_form import ending, half_day, number_behind
from actions.conversation import first_entity, intent_of
from actions.fallback import ActionAskWhich
from actions.handing_over import story_language
from actions.offices import ActionFindOffice
from actions.opening_hours import told_day
from actions.questions import DETAILS, ActionAnswerQuestion
from actions.story import summary_of
from actions.universities import ActionUniversityPlatform
from handover import Cause, HandoverStore
from handover.call_backs import CallWish
from identifiers.vault import Vault
from knowledge.clock import MOROCCO

logger = logging.getLogger(__name__)

SLOTS = ("call_back_number", "call_back_confirmed", "call_back_time")
UNSURE = "nlu_fallback"
# Said in the middle of the form, they are no question but no answer either.
NO_QUESTION = frozenset({"affirm", "greet", "inform", "out_of_scope", "request_call_back", "thank"})


class ActionNoteCallBack(Action):
    """Keeps the wish where agents find it; the number then lies there alone, encrypted."""

    def name(self) -> str:
        return "action_note_call_back"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        number = number_behind(tracker, str(tracker.get_slot("call_back_number")))
        span = half_day(tracker.get_slot("call_back_time"))
        if number is None or span is None:
            dispatcher.utter_message(response="utter_call_back_expired")
            return forgotten(tracker)
        due_at, due_until = (
            one.astimezone(timezone.utc).replace(tzinfo=None) for one in (span.start, span.end)
        )
        language, summary = story_language(tracker), summary_of(tracker)
        wish = (tracker.sender_id, language, Cause.ASKED, summary, due_at, due_until, number)
        try:
            store = HandoverStore.from_environment()
            store.call_backs.ask(CallWish(*wish))
            # Who is called does not wait as well.
            store.talks.abandon(tracker.sender_id)
        except SQLAlchemyError as error:
            logger.error("a call-back was not noted: %s", type(error).__name__)
            dispatcher.utter_message(response="utter_call_back_unavailable")
            return forgotten(tracker)
        local = span.start.astimezone(MOROCCO), span.end.astimezone(MOROCCO)
        start, end = (f"{one:%H:%M}" for one in local)
        dispatcher.utter_message(
            response="utter_call_back_noted",
            ending=ending(number),
            day=told_day(local[0].date()),
            start=start,
            end=end,
        )
        return forgotten(tracker)


class ActionForgetCallBack(Action):
    """Leaves the form: the number given is deleted."""

    def name(self) -> str:
        return "action_forget_call_back"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        dispatcher.utter_message(response="utter_call_back_cancelled")
        return forgotten(tracker)


class ActionAnswerInsideCallBack(Action):
    """Answers what is said in the middle of the form, which then goes on."""

    def name(self) -> str:
        return "action_answer_inside_call_back"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        intent = intent_of(tracker)
        asked = tracker.get_slot("requested_slot")
        if intent in NO_QUESTION or first_entity(tracker, "number"):
            if asked == "call_back_number":
                dispatcher.utter_message(response="utter_invalid_call_back_number")
            return []
        events = _answer(intent, dispatcher, tracker, domain)
        dispatcher.utter_message(response="utter_call_back_again")
        return events


def _answer(
    intent: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
) -> list[EventType]:
    if intent == UNSURE:
        return ActionAskWhich().run(dispatcher, tracker, domain)
    if intent == "find_office":
        return ActionFindOffice().run(dispatcher, tracker, domain)
    if intent == "ask_university_platform":
        return ActionUniversityPlatform().run(dispatcher, tracker, domain)
    if intent in DETAILS:
        return ActionAnswerQuestion().run(dispatcher, tracker, domain)
    response = f"utter_{intent}"
    if response in domain["responses"]:
        dispatcher.utter_message(response=response)
    return []


def forgotten(tracker: Tracker) -> list[EventType]:
    """Delete what was given, in the vault and in the slots."""
    Vault.from_environment().forget(tracker.sender_id)
    return [SlotSet(slot, None) for slot in SLOTS]
