"""How well two wishes in one message are told from one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bot.understanding.intent_classifier import SECOND_WISH


def evaluate_wishes(
    parse: Callable[[str], dict[str, Any]], lines: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    """Counts: lines with two wishes, those found whole and in order, and single ones split."""
    counts = {"two": 0, "both_found": 0, "in_order": 0, "one": 0, "one_split": 0}
    for line in lines:
        found = wishes_of(parse(line["text"]))
        expected = line["intents"]
        if len(expected) == 2:
            counts["two"] += 1
            counts["both_found"] += set(found) == set(expected)
            counts["in_order"] += found == expected
        else:
            counts["one"] += 1
            counts["one_split"] += len(found) > 1
    return counts


def wishes_of(parsed: dict[str, Any]) -> list[str]:
    """The intents of a message, in the order in which they are answered."""
    second = [e["value"] for e in parsed["entities"] if e["entity"] == SECOND_WISH]
    return [parsed["intent"]["name"], *second[:1]]
