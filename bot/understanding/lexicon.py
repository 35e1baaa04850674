"""Finds words of a hand-written lexicon in a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import yaml

from bot.understanding.normaliser import normalise

FILE = Path(__file__).with_name("lexicon.yml")


def find_terms(text: str) -> Iterator[tuple[str, str]]:
    """(entity, value) for each value whose terms occur, in the order of the file."""
    plain = f" {normalise(text)} "
    for entity, values in _patterns().items():
        yield from ((entity, value) for value, pattern in values if pattern.search(plain))


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    lexicon = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        entity: [(value, _pattern(terms)) for value, terms in values.items()]
        for entity, values in lexicon.items()
    }


def _pattern(terms: list[str]) -> re.Pattern[str]:
    # In Arabic a preposition or article may be glued to the front of a word.
    front = r"(?<=\s)(?:[فبلود]?(?:ال)?)"
    parts = (
        re.escape(normalise(term.removeprefix("="))) + (r"(?=\s)" if term.startswith("=") else "")
        for term in terms
    )
    return re.compile(f"{front}(?:{'|'.join(parts)})")
