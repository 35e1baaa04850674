"""Adds a message to the training files, where it belongs, unless it would spoil them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.evaluation.data_checks import Problem, check_examples, place_of
from bot.evaluation.examples import Example, read_examples
from bot.evaluation.leakage import check_leakage
from identifiers.placeholders import replace_placeholders
from identifiers.recognise import recognise
from knowledge.clock import today

# Rasa would read an entity in them.
_BRACKETS = str.maketrans("[]{}", "()()")
_INDENT = re.compile(r"\s*- ")


class Refused(ValueError):
    """Says why a message cannot be an example."""


class TrainingFiles:
    """The files of `data/nlu`, read once and kept up with what is added.

    Args:
        evaluation: file name to labelled lines, which no example may repeat.
    """

    def __init__(self, directory: Path, evaluation: Mapping[str, Sequence[Mapping[str, Any]]]):
        self._directory = directory
        self._evaluation = evaluation
        self._examples = read_examples(directory)

    def add(self, text: str, intent: str, variety: str) -> Example:
        """Write the message below the last example of its intent and variety.

        Raises:
            Refused: it is empty, a copy or nearly one, in another script than its variety, or
                there is no block to put it in.
        """
        example = self._placed(text, intent, variety)
        problem = next(self._problems(example), None)
        if problem is not None:
            raise Refused(problem.text)
        _insert(example)
        others = [one for one in self._examples if one.file != example.file]
        of_file = [e for e in read_examples(self._directory) if e.file == example.file]
        self._examples = [*others, *of_file]
        return example

    def _placed(self, text: str, intent: str, variety: str) -> Example:
        words = " ".join(text.translate(_BRACKETS).split())
        if not any(map(str.isalnum, replace_placeholders(words, " "))):
            raise Refused("there are no words in it")
        if recognise(words, today()):
            raise Refused("there is an identity number in it: take it out")
        block = [e for e in self._examples if (e.intent, e.variety) == (intent, variety)]
        if not block:
            mend = f"no examples of {intent} in {variety} yet: begin a block in data/nlu"
            raise Refused(mend)
        file, _ = Counter(one.file for one in block).most_common(1)[0]
        last = max(one.line for one in block if one.file == file)
        return Example(words, intent, variety, file, last + 1)

    def _problems(self, example: Example) -> Iterator[Problem]:
        said = example.text.casefold()
        for one in self._examples:
            if one.text.casefold() == said:
                yield Problem(place_of(example), f"stands in {place_of(one)} already")
        alike = [one for one in self._examples if one.intent == example.intent]
        for problem in check_examples([*alike, example], ()):
            if problem.place == place_of(example):
                yield problem
        yield from check_leakage([example], self._evaluation)


def _insert(example: Example) -> None:
    """Put the example's line where it says, indented as the one above it."""
    lines = example.file.read_text(encoding="utf-8").splitlines(keepends=True)
    above = lines[example.line - 2]
    indent = _INDENT.match(above)
    if indent is None:
        raise Refused(f"{example.file.name}:{example.line - 1} is no example: mend the file")
    lines.insert(example.line - 1, f"{indent.group()}{example.text}\n")
    example.file.write_text("".join(lines), encoding="utf-8")
