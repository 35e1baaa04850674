"""Several wordings of one response, to find out which one helps: docs/insights.md.

In the domain they are variations with the same conditions, each with a name of its own in its
metadata: `wording: examples`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any


def wording_for(
    conversation: str, response: str, suitable: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any]:
    """The variation that a conversation gets: always the same one, and each by as many.

    Args:
        suitable: the variations that fit language and channel, at least one.
    """
    # By name: their order in the file may change during the comparison.
    ordered = sorted(suitable, key=_name)
    # One comparison says nothing of the next one's halves.
    digest = hashlib.sha256(f"{response}\0{conversation}".encode()).digest()
    return ordered[int.from_bytes(digest[:8], "big") % len(ordered)]


def _name(variation: Mapping[str, Any]) -> str:
    return str((variation.get("metadata") or {}).get("wording") or "")
