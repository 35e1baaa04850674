"""What the benchmark says: training examples, so that every intent and variety has its share."""

from __future__ import annotations

import random
from pathlib import Path

import yaml

SEED = 20261126
_DATA = Path(__file__).resolve().parents[2] / "data" / "nlu"


def questions(count: int) -> list[str]:
    """`count` different examples, the same ones each time.

    Raises:
        ValueError: there are fewer examples.
    """
    examples = [text for file in sorted(_DATA.glob("*.yml")) for text in _examples(file)]
    different = list(dict.fromkeys(examples))
    if count > len(different):
        raise ValueError(f"only {len(different)} different examples: ask for fewer messages")
    return random.Random(SEED).sample(different, count)


def _examples(file: Path) -> list[str]:
    blocks = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)["nlu"]
    lines = (line for block in blocks for line in block["examples"].splitlines())
    return [line.removeprefix("- ").strip() for line in lines]
