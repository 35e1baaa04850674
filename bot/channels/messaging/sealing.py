"""Addresses and words of people, encrypted as long as they must wait."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet

from identifiers.keys import MasterKey


class Seal:
    """Encrypts JSON objects and digests ids under keys of this installation."""

    def __init__(self, key: MasterKey) -> None:
        self._cipher = Fernet(base64.urlsafe_b64encode(key.derive("messaging content")))
        self._digest_key = key.derive("messaging message id")

    def close(self, content: Mapping[str, Any]) -> str:
        """The object as one encrypted text."""
        text = json.dumps(content, ensure_ascii=False)
        return self._cipher.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> dict[str, Any]:
        """What was closed.

        Raises:
            cryptography.fernet.InvalidToken: it was closed under another key.
        """
        content: dict[str, Any] = json.loads(self._cipher.decrypt(sealed.encode()))
        return content

    def digest(self, message_id: str) -> str:
        """64 hex digits for a platform's message id."""
        return hmac.new(self._digest_key, message_id.encode(), hashlib.sha256).hexdigest()
