"""Answers of the domain for where Rasa itself says nothing: no facts, nothing to fill in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.answers.answer import Answer
from knowledge.records import LANGUAGES

_DOMAIN = Path(__file__).resolve().parents[2] / "domain.yml"


def plain_answer(response: str, language: str) -> Answer:
    """A response of the domain, such as `utter_apology`, in `fr` or `ar`.

    Raises:
        KeyError: the domain has no such response.
        StopIteration: it has none for the language alone.
    """
    said = next(one for one in domain_responses()[response] if _is_in(one, language))
    return Answer.from_rasa({**said, "utter_action": response, "metadata": {"language": language}})


def plain_texts(response: str) -> dict[str, str]:
    """The text in every language: `{"fr": ..., "ar": ...}`."""
    return {language: plain_answer(response, language).text for language in LANGUAGES}


@lru_cache(maxsize=1)
def domain_responses() -> dict[str, Any]:
    """Every response of the domain with its variations."""
    domain = yaml.load(_DOMAIN.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    responses: dict[str, Any] = domain["responses"]
    return responses


def _is_in(variation: dict[str, Any], language: str) -> bool:
    return bool(variation["condition"] == [{"type": "slot", "name": "language", "value": language}])
