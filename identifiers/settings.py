"""Reading settings from the environment."""

from __future__ import annotations

import os


def whole_number(variable: str, default: int, least: int = 1) -> int:
    """A whole number from `least` on.

    Raises:
        ValueError: it is something else.
    """
    given = os.environ.get(variable)
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or int(given) < least:
        raise ValueError(f"{variable} must be a whole number from {least} on, such as {default}")
    return int(given)
