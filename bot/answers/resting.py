"""Which answers rest on which facts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

FACT_ID = re.compile(r"\{([FKU]\d+)\.")


def facts_of(variation: Mapping[str, Any]) -> list[str]:
    """Ids of the facts that a variation of a response rests on, without repeats.

    What the answer is about comes before what is filled in beside it.
    """
    metadata = variation.get("metadata") or {}
    named = FACT_ID.findall(variation.get("text", ""))
    return list(dict.fromkeys([*metadata.get("rests_on", []), *named]))


def responses_by_fact(
    responses: Mapping[str, Sequence[Mapping[str, Any]]],
) -> dict[str, tuple[str, ...]]:
    """Fact id to the names of the responses that rest on it."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name, variations in responses.items():
        for variation in variations:
            for fact in facts_of(variation):
                found[fact][name] = None
    return {fact: tuple(names) for fact, names in found.items()}
