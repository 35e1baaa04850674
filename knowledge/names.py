"""Finds known names in a message: folded, longest first, never inside a word."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.places.folding import Token, is_arabic, sound, tokens, unglued

LONGEST_NAME = 7
SHORTEST_BY_SOUND = 8
SHORTEST_SKELETON = 5


class NameIndex:
    """Names of things, each with a key.

    Args:
        names: (name, key) pairs; names in any script and case.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._keys = {" ".join(token.folded for token in tokens(name)): key for name, key in names}
        self._sounds = {sound(name): key for name, key in self._keys.items() if _is_long(name)}
        skeletons = ((_skeleton(sound(name)), key) for name, key in self._keys.items())
        self._skeletons = {skeleton: key for skeleton, key in skeletons if skeleton}

    def _by_sound(self, name: str) -> str | None:
        if not _is_long(name):
            return None
        heard = sound(name)
        return self._sounds.get(heard) or self._skeletons.get(_skeleton(heard))

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, key) of the names in `text`, in order and without overlaps."""
        words = tokens(text)
        found: list[tuple[int, int, str]] = []
        position = 0
        while position < len(words):
            match = self._longest_at(words, position)
            if match is None:
                position += 1
                continue
            length, key = match
            found.append((words[position].start, words[position + length - 1].end, key))
            position += length
        return found

    def _longest_at(self, words: list[Token], position: int) -> tuple[int, str] | None:
        for length in range(min(LONGEST_NAME, len(words) - position), 0, -1):
            folded = [word.folded for word in words[position : position + length]]
            # In a name of several words the first may be short: "f bn tofail", فبن طفيل.
            for first in (folded[0], *unglued(folded[0], 3 if length == 1 else 2)):
                name = " ".join([first, *folded[1:]])
                key = self._keys.get(name) or self._by_sound(name)
                if key is not None:
                    return length, key
        return None


def _is_long(name: str) -> bool:
    """Whether another spelling of the name cannot be another word."""
    return " " in name and len(name) >= SHORTEST_BY_SOUND


def _skeleton(heard: str) -> str:
    """The sound of a Latin name of several words, less its vowels; "" where they tell it."""
    words = re.sub("[aiu]", "", heard).split()
    long = len("".join(words)) >= SHORTEST_SKELETON and all(len(word) > 1 for word in words)
    return " ".join(words) if len(words) > 1 and long and not is_arabic(heard) else ""
