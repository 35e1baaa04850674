"""Where the project keeps what it makes at run time."""

from __future__ import annotations

from pathlib import Path

from identifiers import state

PROJECT = state.PROJECT
MODELS = PROJECT / "models"


def state_directory() -> Path:
    """`TAGHTIA_STATE` or `var/`: stores, keys and logs; made, for its owner only, when missing."""
    directory = state.state_directory()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory
