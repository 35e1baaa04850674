"""Messages as they come out of hurried thumbs: one edit in ten characters."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Mapping

CHARACTERS_AN_EDIT = 10
SEED = 20261126
# Rows of the keyboards that people have here: AZERTY and Arabic.
_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn", "ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرلاىةوزظ")
_EMOJI = ("😅", "🙏", "😢", "👍")
Edit = Callable[[str, random.Random], str]


def swap(text: str, chance: random.Random) -> str:
    """Two neighbours change places."""
    at = chance.randrange(max(1, len(text) - 1))
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def drop(text: str, chance: random.Random) -> str:
    """A letter is missing."""
    at = chance.randrange(len(text))
    return text[:at] + text[at + 1 :]


def neighbour(text: str, chance: random.Random) -> str:
    """The key beside the right one."""
    at = chance.randrange(len(text))
    row = next((row for row in _ROWS if text[at].lower() in row), None)
    if row is None:
        return text
    place = row.index(text[at].lower())
    beside = row[place - 1] if place and chance.random() < 0.5 else row[(place + 1) % len(row)]
    return text[:at] + beside + text[at + 1 :]


def lengthen(text: str, chance: random.Random) -> str:
    """A letter is held: bzaaaaf."""
    at = chance.randrange(len(text))
    return text[:at] + text[at] * 3 + text[at + 1 :]


def join_words(text: str, chance: random.Random) -> str:
    """A space is missing."""
    spaces = [at for at, character in enumerate(text) if character == " "]
    if not spaces:
        return text
    at = chance.choice(spaces)
    return text[:at] + text[at + 1 :]


def without_marks(text: str, _: random.Random) -> str:
    """No accents, no vowel signs."""
    plain = unicodedata.normalize("NFD", text)
    return "".join(c for c in plain if not unicodedata.combining(c) or c in "\u0653\u0654\u0655")


def capitals(text: str, _: random.Random) -> str:
    """Caps lock."""
    return text.upper()


def emoji(text: str, chance: random.Random) -> str:
    """A face at the end."""
    return text + chance.choice(_EMOJI)


# Where in a word these strike makes all the difference, so they are dealt by length.
STROKES: Mapping[str, Edit] = {
    "swap": swap,
    "drop": drop,
    "neighbour": neighbour,
    "lengthen": lengthen,
    "join_words": join_words,
}
# These change the whole message at once.
HABITS: Mapping[str, Edit] = {"without_marks": without_marks, "capitals": capitals, "emoji": emoji}


def noisy(text: str, kind: str | None = None, seed: int = SEED) -> str:
    """The text with one edit in ten characters, at least one; the same each time.

    Args:
        kind: one of `STROKES` or `HABITS`; by default strokes of every kind, mixed.
        seed: another one gives another noise.
    """
    chance = random.Random(f"{seed}{kind}{text}")
    if kind is not None and kind in HABITS:
        return HABITS[kind](text, chance)
    for _ in range(max(1, len(text) // CHARACTERS_AN_EDIT)):
        edit = STROKES[kind or chance.choice(list(STROKES))]
        text = edit(text, chance) or text
    return text
