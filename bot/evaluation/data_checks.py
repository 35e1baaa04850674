"""What may be wrong with labelled messages: twice the same, another script, too few of a kind."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from bot.evaluation.examples import VARIETIES, Example

# Characters in common, out of 100 (indel similarity): more is a copy with a word changed.
MOST_ALIKE = 75.0
FEWEST = {"fr": 48, "msa": 48, "ary": 48, "arz": 48, "mix": 30}
FEWEST_OUT_OF_SCOPE = 1_500
OUT_OF_SCOPE = "out_of_scope"
# Words: up to 3, to 8, to 20, more.
LENGTHS = (3, 8, 20)
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]")
# What the gate leaves in the place of an identifier belongs to no script.
# The row of the table in which all pairs of intents stand.
TWO_WISHES = "(two wishes)"
_PLACEHOLDER = re.compile(r"<[a-z_]+:[0-9a-f]+>")


@dataclass(frozen=True)
class Problem:
    """What is wrong where, and the mend."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


def check_examples(examples: Sequence[Example], intents: Iterable[str]) -> Iterator[Problem]:
    """Every problem of the training examples."""
    yield from _scripts(examples)
    yield from _same_text(examples)
    yield from _near_copies(examples)
    yield from _too_few(examples, intents)


def coverage(examples: Iterable[Example]) -> dict[tuple[str, str, int], int]:
    """How many examples of each (intent, variety, length class 0 to 3); pairs count as one kind."""
    return Counter(
        (
            example.intent if len(example.intents) == 1 else TWO_WISHES,
            example.variety,
            length_class(example.text),
        )
        for example in examples
    )


def length_class(text: str) -> int:
    """0 to 3 by the number of words."""
    return sum(len(text.split()) > most for most in LENGTHS)


def place_of(example: Example) -> str:
    """The file and the line."""
    return f"{example.file.name}:{example.line}"


def _scripts(examples: Iterable[Example]) -> Iterator[Problem]:
    for example in examples:
        plain = _PLACEHOLDER.sub("", example.text)
        arabic, latin = bool(_ARABIC.search(plain)), bool(_LATIN.search(plain))
        if example.variety not in VARIETIES:
            problem = f"variety: {example.variety} is unknown; use one of {', '.join(VARIETIES)}"
            yield Problem(place_of(example), problem)
        elif example.variety in ("fr", "arz") and arabic:
            yield Problem(place_of(example), "variety: Arabic letters; move it to ary, msa or mix")
        elif example.variety in ("msa", "ary") and latin and not arabic:
            yield Problem(
                place_of(example), "variety: no Arabic letters; move it to fr, arz or mix"
            )


def _same_text(examples: Iterable[Example]) -> Iterator[Problem]:
    first: dict[str, Example] = {}
    for example in examples:
        known = first.setdefault(example.text.casefold(), example)
        if known is not example:
            yield Problem(place_of(example), f"text: stands in {place_of(known)} too; delete one")


def _near_copies(examples: Sequence[Example]) -> Iterator[Problem]:
    by_intent: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(example)
    for group in by_intent.values():
        texts = [example.text.casefold() for example in group]
        alike = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=MOST_ALIKE + 1e-6)
        for later, earlier in zip(*np.nonzero(np.tril(alike, -1)), strict=True):
            problem = f"text: a near copy of {place_of(group[earlier])}; write it otherwise"
            yield Problem(place_of(group[later]), problem)


def _too_few(examples: Iterable[Example], intents: Iterable[str]) -> Iterator[Problem]:
    counts = Counter((example.intent, example.variety) for example in examples)
    for intent in sorted(intents):
        for variety, fewest in FEWEST.items():
            if counts[intent, variety] < fewest:
                problem = f"{variety}: {counts[intent, variety]} examples; write {fewest} or more"
                yield Problem(intent, problem)
    out_of_scope = sum(counts[OUT_OF_SCOPE, variety] for variety in VARIETIES)
    if out_of_scope < FEWEST_OUT_OF_SCOPE:
        yield Problem(OUT_OF_SCOPE, f"{out_of_scope} examples; write {FEWEST_OUT_OF_SCOPE} or more")
