"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """How bad it is; only what must be mended makes the command fail."""

    OK = "ok"
    WARNING = "warning"
    MEND = "mend"


@dataclass(frozen=True)
class Finding:
    """`what` was checked, what is so, and how to mend it; never a secret."""

    level: Level
    what: str
    text: str

    def as_json(self) -> dict[str, str]:
        """Plain values."""
        return {"level": self.level.value, "what": self.what, "text": self.text}


def ok(what: str, text: str) -> Finding:
    """Nothing to do."""
    return Finding(Level.OK, what, text)


def warning(what: str, text: str) -> Finding:
    """It works, and could be better."""
    return Finding(Level.WARNING, what, text)


def mend(what: str, text: str) -> Finding:
    """It does not work until somebody does what the text says."""
    return Finding(Level.MEND, what, text)
