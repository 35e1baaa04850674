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
    """(entity, value) for each entity whose terms occur; the first value of the file wins."""
    plain = f" {normalise(text)} "
    for entity, values in _patterns().items():
        value = next((value for value, pattern in values if pattern.search(plain)), None)
        if value is not None:
            yield entity, value


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
        rf"{re.escape(term[1:])}(?=\s)" if term.startswith("=") else re.escape(term)
        for term in terms
    )
    return re.compile(f"{front}(?:{'|'.join(parts)})")
