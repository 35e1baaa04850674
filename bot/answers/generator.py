"""Chooses the response in the person's language and fills the facts in."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.answers.resting import facts_of
from bot.answers.sources import facts_of_last_answer, source_list
from bot.answers.titles import topic_titles
from bot.answers.wordings import wording_for
from knowledge import load_knowledge
from knowledge.clock import today
from knowledge.records import LANGUAGES

SCHEME_ENDED = "utter_scheme_ended"
# Beside the slots, for what depends on whose conversation it is.
CONVERSATION = "conversation_id"
# Where a value has nothing to say.
_EMPTY_LINES = re.compile(r"\n\s*\n")


class KnowledgeNaturalLanguageGenerator(TemplatedNaturalLanguageGenerator):
    """Rasa's template generator with four additions.

    The language is the one the person chose, else the one they write, else the default; a value
    that an action gives as `{"fr": ..., "ar": ...}` is said in that language; `{K12.amount}` is a
    value of the knowledge base as it holds today; and of several wordings of one response a
    conversation always gets the same. What an action's own values rest on, it
    gives as `rests_on`: ids of the knowledge base; the offices in its answer as `offices`. What a
    screen may show beside the text goes along as the response's metadata (`bot.answers.answer`).
    """

    def __init__(self, endpoint_config: EndpointConfig | None, domain: Domain) -> None:
        super().__init__(domain.responses)
        self._knowledge = load_knowledge()
        self._titled: dict[str, Any] | None = None
        self._known_titles: dict[str, dict[str, str]] = {}

    @property
    def _titles(self) -> dict[str, dict[str, str]]:
        # Rasa makes this component before it has a domain, and sets `responses` afterwards.
        if self._titled is not self.responses:
            self._titled, self._known_titles = self.responses, topic_titles(self.responses)
        return self._known_titles

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        """The response to send; None when the domain has none of that name."""
        language = conversation_language(tracker)
        slots = tracker.current_slot_values()
        slots["language"] = language
        slots["student_scheme"] = self._knowledge.student_scheme(today())
        slots[CONVERSATION] = tracker.sender_id
        if utter_action == "utter_source":
            sources = source_list(self._knowledge, facts_of_last_answer(tracker), language)
            utter_action = "utter_source" if sources else "utter_source_none"
            kwargs["sources"] = sources
        options = kwargs.pop("options", None)
        rests_on = kwargs.pop("rests_on", [])
        offices = kwargs.pop("offices", [])
        said = _said(kwargs, language)
        variables = {
            **self._knowledge.answer_values(language),
            **said,
        }
        for name in [name for name in said if name.endswith("_topic")]:
            variables[name] = self._titles[language].get(said[name], "")
        response = self.generate_from_slots(utter_action, slots, output_channel, **variables)
        if response is None and slots["student_scheme"] == "ended":
            # An answer written for the scheme alone has nothing to say once it is over.
            response = self.generate_from_slots(SCHEME_ENDED, slots, output_channel, **variables)
        if response is None:
            return None
        response["text"] = _EMPTY_LINES.sub("\n", response["text"])
        response["metadata"]["facts"] += rests_on
        response["metadata"]["language"] = language
        if offices:
            response["metadata"]["offices"] = [_said(office, language) for office in offices]
        if options:
            response["buttons"] = [self._button(option, language) for option in options]
        return response

    def _random_response_for(
        self, utter_action: str, output_channel: str, filled_slots: dict[str, Any]
    ) -> dict[str, Any] | None:
        """The response variation, with the ids of the facts that it rests on."""
        suitable = ResponseVariationFilter(self.responses).responses_for_utter_action(
            utter_action, output_channel, filled_slots
        )
        if not suitable:
            return None
        response = wording_for(str(filled_slots.get(CONVERSATION)), utter_action, suitable)
        metadata = response.get("metadata") or {}
        return {**response, "metadata": {**metadata, "facts": facts_of(response)}}

    def _button(self, option: Mapping[str, Any], language: str) -> dict[str, str]:
        title = option.get("title") or self._titles[language].get(option["topic"], "")
        payload = option.get("payload") or f"/{option['topic']}"
        return {"title": in_language(title, language), "payload": payload}


def conversation_language(tracker: DialogueStateTracker) -> str:
    """`fr` or `ar`: chosen, else written, else guessed, else the page's, else the default."""
    slots = ("preferred_language", "language", "language_guess")
    known = [*(tracker.get_slot(slot) for slot in slots), _page_language(tracker)]
    return next((str(one) for one in known if one in LANGUAGES), default_language())


def default_language() -> str:
    """`TAGHTIA_DEFAULT_LANGUAGE`, else Arabic."""
    default = os.environ.get("TAGHTIA_DEFAULT_LANGUAGE", "ar")
    return default if default in LANGUAGES else "ar"


def _page_language(tracker: DialogueStateTracker) -> Any:
    """The language of what the latest message was written in, such as the page, if known."""
    message = tracker.latest_message
    return (message.metadata or {}).get("language") if message else None


def _said(values: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Each value on its side for the language."""
    return {name: in_language(value, language) for name, value in values.items()}


def in_language(value: Any, language: str) -> Any:
    """The side of a bilingual value; any other value as it is."""
    if isinstance(value, Mapping) and set(value) == set(LANGUAGES):
        return value[language]
    return value
