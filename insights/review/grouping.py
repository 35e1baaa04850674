"""Like messages together, by their sentence vectors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from insights.review.candidates import Candidate

# Cosine distance up to which any two of a group may lie apart. The vectors tell languages apart
# better than subjects, so only what the model takes for the same is compared.
MOST_APART = 0.13

Encode = Callable[[list[str]], NDArray[np.float32]]


def group(candidates: Sequence[Candidate], encode: Encode) -> list[list[Candidate]]:
    """Groups of messages for which the model proposes one intent and that are alike.

    The largest group comes first, counted in messages received.

    Args:
        encode: texts to rows of length one.
    """
    by_intent: dict[str, list[Candidate]] = defaultdict(list)
    for one in candidates:
        by_intent[one.proposed[0]].append(one)
    groups = [part for several in by_intent.values() for part in _alike(several, encode)]
    return sorted(groups, key=_received, reverse=True)


def _alike(several: list[Candidate], encode: Encode) -> list[list[Candidate]]:
    if len(several) == 1:
        return [several]
    # Slow to load, and only an editor's page needs it.
    from sklearn.cluster import AgglomerativeClustering

    clustering = AgglomerativeClustering(
        n_clusters=None, distance_threshold=MOST_APART, affinity="cosine", linkage="complete"
    )
    parts: dict[int, list[Candidate]] = defaultdict(list)
    labels = clustering.fit_predict(encode([one.text for one in several]))
    for one, label in zip(several, labels, strict=True):
        parts[int(label)].append(one)
    return list(parts.values())


def _received(some: list[Candidate]) -> int:
    return sum(len(one.keys) for one in some)
