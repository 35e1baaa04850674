"""Tokens: what a page shows to go on with its own conversation, and nobody else's.

A token is made here and cannot be chosen, guessed, read or changed by the page: it is encrypted and
signed (Fernet: AES-128-CBC and HMAC-SHA-256) and carries the moment it was made. Nothing is stored
until something is said, so that asking for tokens fills no database.
"""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken

from knowledge.records import LANGUAGES

ID_BYTES = 16
# An authentic token is about this long; longer ones are not worth the arithmetic.
MAX_CHARACTERS = 200


class BadToken(ValueError):
    """Not ours, changed, or past its time."""


@dataclass(frozen=True)
class Visitor:
    """Whom a token names, until `expires_at` (Unix seconds).

    `id`: random; `language`: the page's, if known.
    """

    id: str
    language: str | None
    expires_at: float


class Tokens:
    """Makes and reads tokens.

    Args:
        key: 32 secret bytes.
        lifetime: how long a token is good for.
        clock: Unix seconds.
    """

    def __init__(
        self, key: bytes, lifetime: timedelta, clock: Callable[[], float] = time.time
    ) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(key))
        self._seconds = int(lifetime.total_seconds())
        self._clock = clock

    def issue(self, language: str | None) -> tuple[str, int]:
        """A new conversation's token, and the seconds that it is good for."""
        content = secrets.token_bytes(ID_BYTES) + (language or "").encode()
        token = self._fernet.encrypt_at_time(content, int(self._clock()))
        return token.decode(), self._seconds

    def read(self, token: str) -> Visitor:
        """Whom the token names.

        Raises:
            BadToken: it is not a good one (any more); not said why.
        """
        if not token.isascii() or len(token) > MAX_CHARACTERS:
            raise BadToken
        try:
            content = self._fernet.decrypt(token)
            made_at = self._fernet.extract_timestamp(token)
        except InvalidToken:
            raise BadToken from None
        # One of the future is ours, too: the clock was set back, or another server's is ahead.
        if self._clock() > made_at + self._seconds:
            raise BadToken
        language = content[ID_BYTES:].decode()
        return Visitor(
            content[:ID_BYTES].hex(),
            language if language in LANGUAGES else None,
            made_at + self._seconds,
        )
