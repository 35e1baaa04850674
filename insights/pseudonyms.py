"""Ids that lead back to nobody, another one for each conversation.

Who reads the store cannot tell which conversations are one person's. Who holds the installation's
key and a sender's id can, which deletion on request needs: `Pseudonyms.conversations_of`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime

from identifiers.keys import KeyChain

PURPOSE = "insights"
_DIGITS = 32


class Pseudonyms:
    """Keyed digests (HMAC-SHA-256, its first 128 bits) under the newest of some keys.

    Args:
        keys: 32 secret bytes each, oldest first.
    """

    def __init__(self, *keys: bytes) -> None:
        self._keys = keys

    @classmethod
    def from_environment(cls) -> Pseudonyms:
        """Under keys derived from the installation's."""
        return cls(*(key.derive(PURPOSE) for key in KeyChain.from_environment().keys))

    def sender(self, sender: str) -> str:
        """Of the gate's pseudonym of a channel's sender."""
        return self._digest("sender", sender)

    def senders(self, sender: str) -> list[str]:
        """The same under every key: an older one may still be in use."""
        return [_keyed(key, "sender", sender) for key in self._keys]

    def conversation(self, sender: str, started_at: datetime) -> str:
        """Of one conversation, by when it began (UTC without zone)."""
        return self._digest("conversation", sender, started_at.isoformat())

    def event(self, *parts: str | bytes) -> str:
        """Of something delivered: the same digest whenever it is delivered again."""
        return self._digest("event", *parts)

    def conversations_of(self, sender: str, known: Iterable[tuple[str, datetime]]) -> Iterator[str]:
        """Which of the known conversations (id and beginning) are a sender's."""
        for conversation, started_at in known:
            begun = started_at.isoformat()
            if any(_keyed(k, "conversation", sender, begun) == conversation for k in self._keys):
                yield conversation

    def _digest(self, *parts: str | bytes) -> str:
        return _keyed(self._keys[-1], *parts)


def _keyed(key: bytes, *parts: str | bytes) -> str:
    whole = b"\0".join(one if isinstance(one, bytes) else one.encode() for one in parts)
    return hmac.new(key, whole, hashlib.sha256).hexdigest()[:_DIGITS]
