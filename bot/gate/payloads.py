"""Button payloads: the only text beginning with "/" that may reach Rasa.

Rasa reads such text as an intent with entities from any channel, so a person could type
`/restart` or forge entities. Here only the intents that our buttons use pass, with entity values
that are ids of the knowledge base: nothing that a person could not have said in words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection

_PAYLOAD = re.compile(r"/(?P<intent>[a-z_]+)(?P<entities>\{.{0,200}\})?", re.DOTALL)
_ENTITY_NAMES = frozenset(
    {"place_id", "university", "language_choice", "care_type", "application_detail"}
)
_ENTITY_VALUE = re.compile(r"[A-Za-z0-9:._-]{1,40}")


def is_button_payload(text: str, intents: Collection[str]) -> bool:
    """Whether `text` is a payload that one of our buttons could carry."""
    found = _PAYLOAD.fullmatch(text)
    if found is None or found["intent"] not in intents:
        return False
    return found["entities"] is None or _are_ids(found["entities"])


def without_command(text: str) -> str:
    """The text as plain words: Rasa reads a leading slash as a command."""
    return text.lstrip("/").lstrip()


def _are_ids(text: str) -> bool:
    try:
        entities = json.loads(text)
    except ValueError:
        return False
    return isinstance(entities, dict) and all(
        name in _ENTITY_NAMES and isinstance(value, str) and _ENTITY_VALUE.fullmatch(value)
        for name, value in entities.items()
    )
