"""A person, known by three identifiers together and stored as their keyed digest only."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import date

from identifiers.keys import KeyChain

_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Identity:
    """The three identifiers, normalised; the representation does not show them."""

    cin: str = field(repr=False)
    massar_code: str = field(repr=False)
    birth_date: date = field(repr=False)


class Digests:
    """HMAC-SHA-256 under the installation's keys: without them no row can be tied to anyone.

    The first key digests the person; every later one digests what the key before it gave. So a
    rotation needs no identifiers, and a stored digest is of no use without the newest key.

    Args:
        keys: 32 secret bytes a generation, oldest first.
    """

    def __init__(self, *keys: bytes) -> None:
        self._keys = keys
        # Each names all keys up to its own: exchanged or missing ones are noticed.
        self.key_ids = tuple(_key_ids(keys))

    @classmethod
    def from_environment(cls) -> Digests:
        """Under the keys of now; make it anew for each look-up, so that a rotation is seen."""
        return cls.of(KeyChain.from_environment())

    @classmethod
    def of(cls, chain: KeyChain) -> Digests:
        """Under the keys of a chain."""
        return cls(*(key.derive("digest") for key in chain.keys))

    @property
    def key_id(self) -> str:
        """8 hex digits that stand beside every digest of the newest generation."""
        return self.key_ids[-1]

    def person(self, identity: Identity) -> str:
        """64 hex digits for the three identifiers together, of the newest generation."""
        return self.generations(identity)[-1]

    def generations(self, identity: Identity) -> list[str]:
        """What the person's digest was and is, oldest first: while a rotation is under way."""
        first, *later = self._keys
        born = identity.birth_date.isoformat()
        digests = [_digest(first, "person", identity.cin, identity.massar_code, born)]
        for key in later:
            digests.append(_layer(key, digests[-1]))
        return digests

    def renewed(self, digest: str, key_id: str) -> str:
        """A stored digest of an older generation as one of the newest.

        Raises:
            ValueError: no generation has this `key_id`.
        """
        for key in self._keys[self.key_ids.index(key_id) + 1 :]:
            digest = _layer(key, digest)
        return digest

    def subject(self, kind: str, value: str) -> str:
        """64 hex digits for one thing that tries are counted by: a sender, or a CIN."""
        return _digest(self._keys[-1], "subject", kind, value)


def _key_ids(keys: tuple[bytes, ...]) -> list[str]:
    ids: list[str] = []
    for key in keys:
        ids.append(_digest(key, "key id", *ids)[:8])
    return ids


def _layer(key: bytes, digest: str) -> str:
    return _digest(key, "layer", digest)


def _digest(key: bytes, *parts: str) -> str:
    return hmac.digest(key, _SEPARATOR.join(parts).encode(), "sha256").hex()
