"""One name for a town, however it was written."""

from __future__ import annotations

from functools import lru_cache

from knowledge import Found, load_knowledge

_LONGEST = 60


@lru_cache(maxsize=4096)
def town_name(written: str) -> str | None:
    """The town's French name as in the gazetteer; None for what is no town of Morocco."""
    answer = load_knowledge().place_meant(written, expected=True)
    return answer.place.name["fr"][:_LONGEST] if isinstance(answer, Found) else None
