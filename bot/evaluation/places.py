"""How well places are found, and the office that follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from knowledge import Found, Knowledge


def evaluate_places(knowledge: Knowledge, lines: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Shares in 0..1 of offices answered right and of questions asked back rightly."""
    lines = list(lines)
    answers = [(line, office_town(knowledge, line["text"])) for line in lines]
    asked = [(line, town) for line, town in answers if line.get("expect") == "ask"]
    placed = [(line, town) for line, town in answers if line.get("expect") != "ask"]
    wrong = [
        {
            "text": line["text"],
            "expected": line.get("expect") or line.get("nearest_office_city"),
            "answered": town,
        }
        for line, town in answers
        if not _is_right(line, town)
    ]
    return {
        "lines": len(lines),
        "right": _share([_is_right(line, town) for line, town in placed]),
        "asked_back": _share([town is None for _, town in asked]),
        "wrong": wrong,
    }


def office_town(knowledge: Knowledge, text: str) -> str | None:
    """The French name of the office's town for a message about a place; None is a question."""
    answer = knowledge.place_meant(text, expected=True)
    if not isinstance(answer, Found):
        return None
    return knowledge.nearest_offices(answer.place).main[0].office.city["fr"]


def _is_right(line: dict[str, Any], town: str | None) -> bool:
    if line.get("expect") == "ask":
        return town is None
    return town in {line.get("nearest_office_city"), *line.get("also_ok", [])}


def _share(flags: list[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
