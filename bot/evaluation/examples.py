"""The training examples as they stand in the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

VARIETIES = ("fr", "msa", "ary", "arz", "mix")
NLU_DATA = Path(__file__).resolve().parents[2] / "data" / "nlu"


@dataclass(frozen=True)
class Example:
    """One example, with the variety that its block is marked with; `ask_a+ask_b` are two wishes."""

    text: str
    intent: str
    variety: str
    file: Path
    line: int

    @property
    def intents(self) -> tuple[str, ...]:
        """The intent, or both of two wishes."""
        return tuple(self.intent.split("+"))


def read_examples(directory: Path = NLU_DATA) -> list[Example]:
    """Every example of a folder of Rasa's NLU files, in order.

    Raises:
        ValueError: a block without intent, variety or examples; names file and line.
    """
    return [one for file in sorted(directory.glob("*.yml")) for one in _examples(file)]


def _examples(file: Path) -> Iterator[Example]:
    root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    if root is None:
        return
    blocks = next(value for key, value in root.value if key.value == "nlu")
    for block in blocks.value:
        fields = {key.value: value for key, value in block.value}
        try:
            intent, examples = fields["intent"].value, fields["examples"]
            metadata = {key.value: value.value for key, value in fields["metadata"].value}
            variety = metadata["variety"]
        except KeyError as missing:
            place = f"{file.name}:{block.start_mark.line + 1}"
            raise ValueError(f"{place}: {missing.args[0]}: missing; add it") from None
        # The text begins on the line below "examples: |".
        first = examples.start_mark.line + 2
        for number, line in enumerate(examples.value.splitlines()):
            yield Example(line.removeprefix("- ").strip(), intent, variety, file, first + number)
