"""Where the project keeps what it makes at run time."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
MODELS = PROJECT / "models"


def state_directory() -> Path:
    """`TAGHTIA_STATE` or `var/`: stores, keys and logs; made, for its owner only, when missing."""
    directory = Path(os.environ.get("TAGHTIA_STATE") or PROJECT / "var")
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory
