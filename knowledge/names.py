"""Finds known names in a message: folded, longest first, never inside a word."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.places.folding import Token, tokens, unglued

LONGEST_NAME = 7


class NameIndex:
    """Names of things, each with a key.

    Args:
        names: (name, key) pairs; names in any script and case.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._keys = {" ".join(token.folded for token in tokens(name)): key for name, key in names}

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
            for first in (folded[0], *unglued(folded[0])):
                key = self._keys.get(" ".join([first, *folded[1:]]))
                if key is not None:
                    return length, key
        return None
