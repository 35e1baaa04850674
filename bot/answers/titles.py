"""Names of the topics, as buttons show them: the `title` of each topic's response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_PREFIX = "utter_"


def topic_titles(
    responses: Mapping[str, Sequence[Mapping[str, Any]]],
) -> dict[str, dict[str, str]]:
    """`{"fr": {"ask_contribution": "Le coût", ...}, "ar": {...}}` from the domain's responses."""
    titles: dict[str, dict[str, str]] = {"fr": {}, "ar": {}}
    for name, variations in responses.items():
        for variation in variations:
            title = (variation.get("metadata") or {}).get("title")
            language = _language(variation)
            if title and language in titles:
                titles[language].setdefault(name.removeprefix(_PREFIX), title)
    return titles


def _language(variation: Mapping[str, Any]) -> str:
    conditions = variation.get("condition") or []
    return next((str(c["value"]) for c in conditions if c["name"] == "language"), "")
