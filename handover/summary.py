"""What an agent reads first: taken from what the assistant knows, written by no model."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Summary:
    """A conversation in a few words.

    `topics`: intents asked for, newest last; `wishes`: the student's last messages without
    identifiers, newest last; `tracking`: what the tracking came to (a status, `locked`,
    `not_found`, `given_up`), if it was used; `university`: its acronym, if it was named.
    """

    topics: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    tracking: str | None = None
    university: str | None = None

    def encode(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def decode(cls, text: str) -> Summary:
        """From `encode`."""
        kept = json.loads(text)
        return cls(**{**kept, "topics": tuple(kept["topics"]), "wishes": tuple(kept["wishes"])})
