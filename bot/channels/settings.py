"""A messenger's settings: all of them or none."""

from __future__ import annotations

import os
from collections.abc import Mapping


def read_together(names: Mapping[str, str]) -> dict[str, str] | None:
    """Variables that are set together; None: none of them is set.

    Args:
        names: variable to what it holds, for whom must set it.

    Raises:
        ValueError: some are missing; names them.
    """
    values = {name: (os.environ.get(name) or "").strip() for name in names}
    missing = [f"{name} ({names[name]})" for name, value in values.items() if not value]
    if len(missing) == len(names):
        return None
    if missing:
        raise ValueError(f"also set {', '.join(missing)}: see docs/channels.md")
    return values
