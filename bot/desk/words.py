"""What an agent writes, checked: identity numbers do not go into a conversation or a note."""

from __future__ import annotations

from functools import lru_cache

from bot.desk.refusals import DeskRefused
from bot.gate.build import public_numbers
from bot.gate.plain_text import plain_text
from identifiers.recognise import recognise
from knowledge import load_knowledge
from knowledge.clock import today
from knowledge.records import LANGUAGES


def checked_words(text: str) -> str:
    """The text as it may be kept.

    Raises:
        DeskRefused: there is an identity number in it, or nothing at all. The agent mends it: what
            they typed is still in their field.
    """
    words = plain_text(text).strip()
    if not words:
        raise DeskRefused(400, "bad_request")
    found = recognise(words, today(), public=_numbers())
    if any(one.kind != "email" or one.value not in _published() for one in found):
        raise DeskRefused(422, "identifier")
    return words


@lru_cache(maxsize=1)
def _numbers() -> frozenset[str]:
    return public_numbers()


@lru_cache(maxsize=1)
def _published() -> str:
    """Everything that answers say: an address in it is nobody's secret."""
    knowledge = load_knowledge()
    return "\n".join(
        value for language in LANGUAGES for value in knowledge.answer_values(language).values()
    )
