"""Addresses and words of people, encrypted as long as they must wait."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import InvalidToken

from identifiers.keys import KeyChain

__all__ = ["InvalidToken", "Seal"]


class Seal:
    """Encrypts JSON objects and digests ids under the newest key of this installation.

    What an earlier generation of the key closed can still be opened: a rotation loses nothing
    that waits.
    """

    def __init__(self, chain: KeyChain) -> None:
        self._cipher = chain.cipher("messaging content")
        self._digest_key = chain.newest.derive("messaging message id")

    def close(self, content: Mapping[str, Any]) -> str:
        """The object as one encrypted text."""
        text = json.dumps(content, ensure_ascii=False)
        return self._cipher.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> dict[str, Any]:
        """What was closed.

        Raises:
            InvalidToken: it was closed under a key that is not at hand.
        """
        content: dict[str, Any] = json.loads(self._cipher.decrypt(sealed.encode()))
        return content

    def digest(self, message_id: str) -> str:
        """64 hex digits for a platform's message id."""
        return hmac.new(self._digest_key, message_id.encode(), hashlib.sha256).hexdigest()
