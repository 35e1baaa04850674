"""A person, known by three identifiers together and stored as their keyed digest only."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Identity:
    """The three identifiers, normalised; the representation does not show them."""

    cin: str = field(repr=False)
    massar_code: str = field(repr=False)
    birth_date: date = field(repr=False)


class Digests:
    """HMAC-SHA-256 under the installation's key: without it no row can be tied to anyone."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        # Stored beside each digest, so that rows of an older key can be told.
        self.key_id = self._digest("key id")[:8]

    def person(self, identity: Identity) -> str:
        """64 hex digits for the three identifiers together."""
        parts = (identity.cin, identity.massar_code, identity.birth_date.isoformat())
        return self._digest("person", *parts)

    def subject(self, kind: str, value: str) -> str:
        """64 hex digits for one thing that tries are counted by: a sender, or a CIN."""
        return self._digest("subject", kind, value)

    def _digest(self, *parts: str) -> str:
        return hmac.new(self._key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()
