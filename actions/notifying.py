"""Telling a person later: asked for, confirmed, and ended with one word."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import told
from actions.application import CHANNELS
from actions.conversation import first_entity, intent_of
from eligibility import EligibilityStore
from eligibility.academic_year import academic_year_on
from eligibility.subscriptions import LIFETIME, Subscription, Subscriptions, Topic
from identifiers.vault import Vault
from knowledge import load_knowledge
from knowledge.clock import today

SLOT = ENTITY = "notify_topic"
WHICH = "utter_ask_notify"
TOPICS = [
    {"topic": f"notify_ask_{topic.value}", "payload": f'/ask_notify{{"{ENTITY}": "{topic.value}"}}'}
    for topic in Topic
]
AWAITING = "notifying"
DAYS_A_MONTH = 30


class ActionAskNotify(Action):
    """Says what the person would be told of and how it ends, and asks whether they want that."""

    def name(self) -> str:
        return "action_ask_notify"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        known = _told(tracker)
        topic = first_entity(tracker, ENTITY) or (Topic.APPLICATION.value if known else None)
        refusal = _refusal(tracker, topic, known)
        if refusal:
            options = TOPICS if refusal == WHICH else None
            dispatcher.utter_message(response=refusal, options=options)
            return [SlotSet(SLOT, None)]
        months = str(LIFETIME.days // DAYS_A_MONTH)
        dispatcher.utter_message(response=f"utter_notify_ask_{topic}", months=months)
        return [SlotSet(SLOT, topic), SlotSet("awaiting", AWAITING)]


class ActionBeginNotifying(Action):
    """Keeps the wish that was just confirmed."""

    def name(self) -> str:
        return "action_begin_notifying"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        topic, known = tracker.get_slot(SLOT), _told(tracker)
        refusal = _refusal(tracker, topic, known)
        if refusal:
            dispatcher.utter_message(response=refusal)
        else:
            store = EligibilityStore.from_environment()
            wish = _wish(tracker, Topic(topic), known, store.digests.key_id)
            Subscriptions(store.engine).begin(wish)
            dispatcher.utter_message(response=f"utter_notify_begun_{topic}")
        return [SlotSet(SLOT, None), SlotSet("awaiting", None)]


class ActionStopNotifying(Action):
    """Ends every wish of the conversation; a plain "stop" may have meant nothing of the kind."""

    def name(self) -> str:
        return "action_stop_notifying"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if end_wishes(tracker.sender_id):
            dispatcher.utter_message(response="utter_notify_stopped")
        elif intent_of(tracker) == "cancel":
            dispatcher.utter_message(response="utter_nothing_to_cancel")
        else:
            dispatcher.utter_message(response="utter_notify_none")
        return [SlotSet(SLOT, None), SlotSet("awaiting", None)]


class ActionStopByWord(Action):
    """Ends the wishes where what has just left the form was a word that stops everything."""

    def name(self) -> str:
        return "action_stop_by_word"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if first_entity(tracker, "stop_word") and end_wishes(tracker.sender_id):
            dispatcher.utter_message(response="utter_notify_stopped")
        return []


def end_wishes(conversation: str) -> int:
    """Tell the conversation nothing more; returns how many wishes there were."""
    return Subscriptions(EligibilityStore.from_environment().engine).end(conversation)


def _refusal(tracker: Tracker, topic: str | None, known: told.Told | None) -> str | None:
    """The response that says why it cannot be, or what has to be known first."""
    if tracker.get_latest_input_channel() not in CHANNELS:
        return "utter_notify_not_here"
    if topic == Topic.DECLARATIONS.value:
        in_force = load_knowledge().student_scheme(today()) == "in_force"
        return None if in_force else "utter_scheme_ended"
    if topic == Topic.APPLICATION.value:
        return None if known else "utter_notify_look_up_first"
    return WHICH


def _wish(tracker: Tracker, topic: Topic, known: told.Told | None, key_id: str) -> Subscription:
    about: dict[str, Any] = {"academic_year": academic_year_on(today())}
    if topic is Topic.APPLICATION and known is not None:
        newest = max((known.application, *known.others), key=lambda one: one.academic_year)
        state = {"academic_year": newest.academic_year, "status": newest.status.value}
        about = {**state, "person": known.person}
    return Subscription(
        channel=str(tracker.get_latest_input_channel()),
        conversation=tracker.sender_id,
        topic=topic,
        language=_language(tracker),
        key_id=key_id,
        since=datetime.now(timezone.utc).replace(tzinfo=None),
        **about,
    )


def _told(tracker: Tracker) -> told.Told | None:
    """The application that was told in this conversation, for half an hour after."""
    reference = tracker.get_slot(told.SLOT)
    if reference is None:
        return None
    return told.recall(Vault.from_environment(), tracker.sender_id, str(reference))


def _language(tracker: Tracker) -> str:
    """The language to tell it in: the one that they chose, else wrote, else Arabic."""
    slots = ("preferred_language", "language", "language_guess")
    return next((str(tracker.get_slot(slot)) for slot in slots if tracker.get_slot(slot)), "ar")
