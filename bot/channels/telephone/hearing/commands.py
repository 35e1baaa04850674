"""A few words that the telephone itself understands, whatever the talk is about."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from pathlib import Path

import yaml

from identifiers.folding import fold

_PHRASES = Path(__file__).with_name("commands.yml")
_POLITE = re.compile(
    r"\b(?:s'il (?:vous|te) plait|svp|stp|merci|من فضلك|لو سمحت|عافاك|عفاك|الله يخليك)\b"
)
_BETWEEN = re.compile(r"[\s,،.!?؟;:]+")


class Command(str, Enum):
    """See commands.yml; yes and no only answer what the telephone itself asked."""

    REPEAT = "repeat"
    SLOWER = "slower"
    MORE = "more"
    SEND_LINK = "send_link"
    IN_FULL = "in_full"
    YES = "yes"
    NO = "no"
    THIS_NUMBER = "this_number"
    FRENCH = "french"
    ARABIC = "arabic"


def command_in(text: str) -> Command | None:
    """The command that a whole transcript is, if it is one."""
    return _commands().get(_plain(text))


@lru_cache(maxsize=1)
def _commands() -> dict[str, Command]:
    phrases = yaml.safe_load(_PHRASES.read_text(encoding="utf-8"))
    return {_plain(one): Command(name) for name, several in phrases.items() for one in several}


def _plain(text: str) -> str:
    folded = _POLITE.sub(" ", fold(text.replace("’", "'")).text)
    return _BETWEEN.sub(" ", folded.replace("-", " ")).strip()
