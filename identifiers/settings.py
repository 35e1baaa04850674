"""Reading settings from the environment."""

from __future__ import annotations

import os


def whole_number(variable: str, default: int) -> int:
    """A whole number from 1 on.

    Raises:
        ValueError: it is something else.
    """
    given = os.environ.get(variable)
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or int(given) < 1:
        raise ValueError(f"{variable} must be a whole number from 1 on, such as {default}")
    return int(given)
