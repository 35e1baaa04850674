"""What callers say for each intent, and what they are to hear: spoken_questions.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("spoken_questions.yml")
# Standard Arabic and Darija are both spoken in the Arabic call.
LANGUAGE_OF = {"fr": "fr", "ar": "ar", "ary": "ar"}
# Of buttons that the telephone never offers: nobody queues in a call, and nothing is told later.
NEVER_OFFERED = frozenset({"leave_queue", "confirm_notifying"})
# Offered only where nobody could be reached: the tests of whole calls that say "called back".
OFFERED_INSTEAD_OF_A_PERSON = frozenset({"request_call_back"})
NOT_SAID = NEVER_OFFERED | OFFERED_INSTEAD_OF_A_PERSON
_KEY = "key "


@dataclass(frozen=True)
class Spoken:
    """One intent, as somebody says it; `key` where it is pressed."""

    intent: str
    variety: str
    words: str
    before: str | None
    hears: str

    @property
    def key(self) -> str | None:
        """The key that is pressed in the place of words."""
        return self.words.removeprefix(_KEY) if self.words.startswith(_KEY) else None


def spoken() -> list[Spoken]:
    """All of them, every intent in every variety that the file has for it."""
    return [
        Spoken(
            intent,
            variety,
            entry[variety],
            entry.get("before", {}).get(variety),
            entry["hears"][language],
        )
        for intent, entry in intents().items()
        for variety, language in LANGUAGE_OF.items()
        if variety in entry
    ]


def intents() -> dict[str, dict]:
    """The file's own entries by intent."""
    entries: dict[str, dict] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return entries
