"""Answers ready to send: the domain's own, filled with the facts that hold today."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.answers.plain import domain_responses
from bot.answers.titles import topic_titles
from knowledge import load_knowledge
from knowledge.clock import today
from knowledge.records import LANGUAGES

_VALUE = re.compile(r"\{([^{}]+)\}")


def canned_answers() -> dict[str, list[dict[str, str]]]:
    """`{"fr": [{"topic", "title", "text"}, ...], "ar": ...}`, by title; the whole texts only."""
    titles = topic_titles(domain_responses())
    return {language: _in(language, titles[language]) for language in LANGUAGES}


def _in(language: str, titles: Mapping[str, str]) -> list[dict[str, str]]:
    knowledge = load_knowledge()
    values = knowledge.answer_values(language)
    chosen = {"language": language, "student_scheme": knowledge.student_scheme(today())}
    answers = []
    for topic, title in titles.items():
        text = _text(domain_responses()[f"utter_{topic}"], chosen)
        # A value that an action finds out is not known here.
        if text is None or any(name not in values for name in _VALUE.findall(text)):
            continue
        filled = _VALUE.sub(lambda found: values[found[1]], text)
        answers.append({"topic": topic, "title": title, "text": filled})
    return sorted(answers, key=lambda answer: answer["title"].casefold())


def _text(variations: list[dict[str, Any]], chosen: Mapping[str, str]) -> str | None:
    """The variation whose conditions all hold."""
    for one in variations:
        conditions = one.get("condition") or []
        if all(chosen.get(c["name"]) == c["value"] for c in conditions):
            return str(one.get("text") or "")
    return None
