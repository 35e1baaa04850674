"""Button payloads: the only text beginning with "/" that may reach Rasa.

Rasa reads such text as an intent with entities from any channel, so a person could type
`/restart` or forge entities. Here only the intents that our buttons use pass, with entity values
that the knowledge base has: nothing that a person could not have said in words, and no identifier.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection

from knowledge import load_knowledge
from knowledge.records import LANGUAGES

_PAYLOAD = re.compile(r"/(?P<intent>[a-z_]+)(?P<entities>\{.{0,200}\})?", re.DOTALL)
_COMMAND = re.compile(r"\A[\s/]+")
# The beginning of a half day in Morocco, as the call-back form offers it.
_HALF_DAY = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d")
CARE_TYPES = ("ordinary", "dental", "chronic")
APPLICATION_DETAILS = ("history", "years")
NOTIFY_TOPICS = ("application", "declarations")


def _is_place(value: str) -> bool:
    return load_knowledge().places.by_id(value) is not None


def _is_university(value: str) -> bool:
    return load_knowledge().universities.by_acronym(value) is not None


def _is_half_day(value: str) -> bool:
    return _HALF_DAY.fullmatch(value) is not None


_IS_KNOWN: dict[str, Callable[[str], bool]] = {
    "place_id": _is_place,
    "university": _is_university,
    "language_choice": LANGUAGES.__contains__,
    "care_type": CARE_TYPES.__contains__,
    "application_detail": APPLICATION_DETAILS.__contains__,
    "call_back_time": _is_half_day,
    "notify_topic": NOTIFY_TOPICS.__contains__,
}


def is_button_payload(text: str, intents: Collection[str]) -> bool:
    """Whether `text` is a payload that one of our buttons could carry."""
    found = _PAYLOAD.fullmatch(text)
    if found is None or found["intent"] not in intents:
        return False
    return found["entities"] is None or _are_known(found["entities"])


def without_command(text: str) -> str:
    """The text as plain words: Rasa reads a leading slash as a command."""
    return _COMMAND.sub("", text)


def _are_known(text: str) -> bool:
    try:
        entities = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(entities, dict) and all(
        name in _IS_KNOWN and isinstance(value, str) and _IS_KNOWN[name](value)
        for name, value in entities.items()
    )
