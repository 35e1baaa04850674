"""What the benchmark says: training examples, so that every intent and variety has its share."""

from __future__ import annotations

import random

from bot.evaluation.examples import read_examples

SEED = 20261126


def questions(count: int) -> list[str]:
    """`count` different examples, the same ones each time.

    Raises:
        ValueError: there are fewer examples.
    """
    different = list(dict.fromkeys(example.text for example in read_examples()))
    if count > len(different):
        raise ValueError(f"only {len(different)} different examples: ask for fewer messages")
    return random.Random(SEED).sample(different, count)
