"""What the caller hears next, and what the gateway then listens for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Entry(str, Enum):
    """What keys may come: one, a number that "#" ends, or the eight digits of a date."""

    KEY = "key"
    NUMBER = "number"
    DATE = "date"


class Then(str, Enum):
    """What follows the words."""

    LISTEN = "listen"
    TRANSFER = "transfer"
    HANG_UP = "hang_up"


@dataclass(frozen=True)
class Saying:
    """Words in one language, for one voice."""

    text: str
    language: str


@dataclass(frozen=True)
class Reply:
    """`language` is that in which the caller is listened to."""

    sayings: tuple[Saying, ...]
    language: str
    entry: Entry = Entry.KEY
    then: Then = Then.LISTEN
