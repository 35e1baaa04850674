"""Every response of the domain as callers hear it, and how long it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rasa.core.nlg.generator import ResponseVariationFilter

from bot.answers.answer import Answer
from bot.answers.plain import domain_responses
from bot.channels.telephone.call import Part
from bot.channels.telephone.speaking.duration import spoken_seconds
from bot.channels.telephone.speaking.spoken_answer import spoken_parts
from bot.channels.telephone.wording import CHANNEL, spoken, written
from knowledge import load_knowledge
from knowledge.records import LANGUAGES

SCHEMES = ("in_force", "ended")
_VALUE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class SpokenResponse:
    """One response in one language, for one state of the scheme.

    `seconds` of each part, with what can be chosen after it and its prompts.
    """

    name: str
    language: str
    scheme: str
    parts: tuple[Part, ...]
    seconds: tuple[float, ...]


def spoken_responses() -> Iterator[SpokenResponse]:
    """All of them; what is the same in both states of the scheme comes once."""
    responses = domain_responses()
    samples = {language: _values(language) for language in LANGUAGES}
    for name in responses:
        for language in LANGUAGES:
            texts: set[str] = set()
            for scheme in SCHEMES:
                chosen = _chosen(responses, name, language, scheme)
                if chosen is not None and chosen["text"] not in texts:
                    texts.add(chosen["text"])
                    yield _spoken(name, language, scheme, chosen, samples[language])


def _chosen(
    responses: Mapping[str, Any], name: str, language: str, scheme: str
) -> dict[str, Any] | None:
    """The variation that Rasa takes on the telephone."""
    slots = {"language": language, "student_scheme": scheme}
    found = ResponseVariationFilter(responses).responses_for_utter_action(name, CHANNEL, slots)
    return found[0] if found else None


def _spoken(
    name: str, language: str, scheme: str, chosen: Mapping[str, Any], values: Mapping[str, str]
) -> SpokenResponse:
    text = _VALUE.sub(lambda found: values.get(found[1], ""), chosen["text"])
    answer = Answer.from_rasa({**chosen, "text": text, "metadata": {"language": language}})
    link = written("utter_telephone_link", language)
    parts = spoken_parts([answer], language, link)
    seconds = tuple(
        spoken_seconds(_with_prompts(part, language, part is not parts[-1])) for part in parts
    )
    return SpokenResponse(name, language, scheme, parts, seconds)


def _with_prompts(part: Part, language: str, goes_on: bool) -> str:
    choices = [
        spoken("utter_telephone_option", language, title=option.title, key="1").text
        for option in part.options
    ]
    more = [spoken("utter_telephone_more", language, key="8").text] if goes_on else []
    return " ".join([part.text, *choices, *more])


def _values(language: str) -> dict[str, str]:
    """Facts as they hold today, and the longest of what actions fill in."""
    knowledge = load_knowledge()
    offices = knowledge.offices.values()
    longest = max((office.address[language] for office in offices), key=len)
    name = max((office.location[language] for office in offices), key=len)
    acting = {
        "address": longest,
        "second_address": longest,
        "office": name,
        "second_office": name,
        "academic_year": "2026-2027",
        "current_year": "2027-2028",
        "since": "21/11/2026",
        "as_of": "25/11/2026",
        "received": "25/11/2026",
        "until": "26/11/2026 17:45",
        "day": "26/11/2026",
        "start": "08:30",
        "end": "12:30",
        "distance": "128",
        "second_distance": "140",
        "days": "12",
        "ahead": "12",
        "ending": "20",
        "key": "8",
    }
    return {**acting, **knowledge.answer_values(language)}
