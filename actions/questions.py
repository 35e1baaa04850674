"""Questions whose answer depends on a detail that the message names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import entity_values, intent_of, is_wished, text_of
from actions.offices import office_named
from actions.universities import platform_named
from knowledge import load_knowledge

# What already covers a person, whoever asks how to declare it.
COVERED = dict.fromkeys(
    ("parents_cover", "military", "tadamon", "working", "family"), "utter_declaration_covered"
)
# A change that is a case of its own; the others are told together.
CHANGES = {
    case: f"utter_eligibility_{case}"
    for case in ("tadamon", "military", "working", "family", "no_cover")
}
# Intent → the entities that may name a detail, and the responses on their values: a prefix, or one
# for each value.
DETAILS: dict[str, tuple[tuple[str, str | dict[str, str]], ...]] = {
    "ask_enrollment_steps": (("declaration_detail", "utter_declaration"),),
    "ask_declaration": (
        ("declaration_detail", "utter_declaration"),
        ("eligibility_case", COVERED),
    ),
    "ask_eligibility": (("eligibility_case", "utter_eligibility"),),
    "ask_situation_change": (("eligibility_case", CHANGES),),
    "ask_coverage": (("care_topic", "utter_coverage"),),
    "ask_claim_form": (("form_detail", "utter_claim_form"), ("care_type", "utter_claim_form")),
    "ask_claim_submission": (("claim_detail", "utter_claim_submission"),),
    "ask_fund_change": (("law_detail", "utter_fund_change"),),
    "ask_data_privacy": (("privacy_detail", "utter_data_privacy"),),
}
# Named beside another kind of care, they are only where or how it is given.
GENERAL_CARE = frozenset({"consultation", "hospital"})
# Ends with a question that "yes" answers.
ERASE = "utter_data_privacy_erase"
# "Teeth and glasses?" gets both; more would not fit a phone.
MOST_DETAILS = 2
# A student is a parent's dependant until then (K17.student_age).
DEPENDANT_UNTIL = int(load_knowledge().facts["K17"].values["student_age"]["fr"])
_AGE = re.compile(r"(?<!\d)(1[5-9]|[2-5]\d)(?!\d)")


class ActionAnswerQuestion(Action):
    """Answers on the detail named, or in general; with the link or office of what is named too."""

    def name(self) -> str:
        return "action_answer_question"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        intent = intent_of(tracker)
        details = list(dict.fromkeys(_detail_responses(tracker, intent, domain)))
        for response in details[:MOST_DETAILS] or [f"utter_{intent}"]:
            dispatcher.utter_message(response=response)
        self._say_where(intent, dispatcher, tracker)
        return [SlotSet("awaiting", "forgetting")] if ERASE in details[:MOST_DETAILS] else []

    @staticmethod
    def _say_where(intent: str, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """The link or office of what is named, unless it has an answer of its own as well."""
        where = None
        if intent == "ask_declaration" and not is_wished(tracker, "ask_university_platform"):
            where = platform_named(tracker)
        elif intent == "ask_claim_submission" and not is_wished(tracker, "find_office"):
            where = office_named(tracker)
        if where is not None:
            response, variables = where
            dispatcher.utter_message(response=response, **variables)


def care_type_response(care_type: str) -> str:
    """The response on the care sheet for `ordinary`, `dental` or `chronic` care."""
    return f"utter_claim_form_{care_type}"


def _detail_responses(tracker: Tracker, intent: str, domain: dict[str, Any]) -> Iterator[str]:
    for entity, responses in DETAILS[intent]:
        values = list(entity_values(tracker, entity))
        if entity == "eligibility_case":
            values = _decisive_case(values, text_of(tracker))
        elif entity == "care_topic":
            values = [value for value in values if value not in GENERAL_CARE] or values[:1]
        for value in values:
            named = responses.get(value) if isinstance(responses, dict) else f"{responses}_{value}"
            if named and named in domain["responses"]:
                yield named
        if values and entity == "form_detail":
            # Where to get a sheet does not depend on which.
            return


def _decisive_case(cases: list[str], text: str) -> list[str]:
    """The one case that decides where several are named; an age matters beside a parent's cover."""
    ages = [int(number) for number in _AGE.findall(text)]
    if "traditional" in cases:
        return ["traditional"]
    if "age" in cases and ages and max(ages) <= DEPENDANT_UNTIL:
        cases = [case for case in cases if case != "age"] or cases
    elif "age" in cases and ages:
        return ["age"]
    if "no_cover" in cases:
        cases = [case for case in cases if case != "parents_cover"]
    return cases[:1]
