"""A long answer in parts: each short, with three items at most, the rest only on demand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.channels.telephone.speaking.duration import spoken_seconds
from bot.channels.telephone.speaking.sentences import Sentence

# Who listens keeps no more in mind.
MOST_SECONDS = 25.0
MOST_ITEMS = 3
_BREAKS = re.compile(r"(?<=[,،:;؛])\s+|\s+(?=(?:et|ou|mais|car|puis|أو|لكن|ثم)\s)")


def parts_of(sentences: Iterable[Sentence]) -> list[str]:
    """The texts to say one after the other; each takes `MOST_SECONDS` at most."""
    parts: list[list[Sentence]] = []
    for sentence in _short_enough(sentences):
        if parts and _fits([*parts[-1], sentence]):
            parts[-1].append(sentence)
        else:
            parts.append([sentence])
    return [" ".join(one.text for one in part) for part in parts]


def _fits(part: Sequence[Sentence]) -> bool:
    text = " ".join(sentence.text for sentence in part)
    items = sum(sentence.is_item for sentence in part)
    return items <= MOST_ITEMS and spoken_seconds(text) <= MOST_SECONDS


def _short_enough(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Sentences that are too long alone are parted at commas, else between words."""
    for sentence in sentences:
        if spoken_seconds(sentence.text) <= MOST_SECONDS:
            yield sentence
            continue
        pieces = _BREAKS.split(sentence.text)
        if max(spoken_seconds(piece) for piece in pieces) > MOST_SECONDS:
            pieces = sentence.text.split()
        yield from (Sentence(piece) for piece in _joined(pieces))


def _joined(pieces: Sequence[str]) -> Iterator[str]:
    """As few as possible, each short enough."""
    text = ""
    for piece in pieces:
        longer = f"{text} {piece}".strip()
        if text and spoken_seconds(longer) > MOST_SECONDS:
            yield text
            longer = piece
        text = longer
    yield text
