"""Answers of the domain for where Rasa itself says nothing, with the facts of the day."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.answers.answer import Answer
from knowledge import load_knowledge
from knowledge.clock import today
from knowledge.records import LANGUAGES

# As the generator fills in an action's answers.
_FACT = re.compile(r"\{([FKU]\d+\.\w+)\}")
_DOMAIN = Path(__file__).resolve().parents[2] / "domain.yml"


def plain_answer(response: str, language: str) -> Answer:
    """A response of the domain, such as `utter_apology`, in `fr` or `ar`.

    Raises:
        KeyError: the domain has no such response.
        StopIteration: it has none for the language and the student scheme alone.
    """
    said = variations_today(response, language)[0]
    return Answer.from_rasa({**said, "utter_action": response, "metadata": {"language": language}})


def variations_today(response: str, language: str) -> list[dict[str, Any]]:
    """The variations for language and student scheme alone that hold today, facts filled in.

    Raises:
        KeyError: the domain has no such response.
        StopIteration: there is none.
    """
    knowledge = load_knowledge()
    holds = {"language": language, "student_scheme": knowledge.student_scheme(today())}
    values = knowledge.answer_values(language)
    said = [
        {**one, "text": _FACT.sub(lambda found: values[found[1]], one["text"])}
        for one in domain_responses()[response]
        if _holds(one, holds)
    ]
    if not said:
        raise StopIteration
    return said


def plain_texts(response: str) -> dict[str, str]:
    """The text in every language: `{"fr": ..., "ar": ...}`."""
    return {language: plain_answer(response, language).text for language in LANGUAGES}


@lru_cache(maxsize=1)
def domain_responses() -> dict[str, Any]:
    """Every response of the domain with its variations."""
    domain = yaml.load(_DOMAIN.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    responses: dict[str, Any] = domain["responses"]
    return responses


def _holds(variation: dict[str, Any], slots: dict[str, str]) -> bool:
    return all(slots.get(one["name"]) == one["value"] for one in variation["condition"])
