"""Identifiers that wait for the tracking action: encrypted, briefly, for one conversation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import math
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken

from identifiers.keys import MasterKey
from identifiers.placeholders import find_placeholders
from identifiers.state import database_address
from identifiers.vault_database import DatabaseStore
from identifiers.vault_redis import SCHEMES, RedisStore
from identifiers.vault_store import Entry, VaultStore

LIFETIME = timedelta(minutes=30)


@dataclass(frozen=True)
class Held:
    """An identifier as it was written; its representation does not show it."""

    kind: str
    value: str = field(repr=False)


class Vault:
    """The gate writes, the tracking action reads; both may be different processes or servers.

    Args:
        url: address of the store: SQLAlchemy's of a database, or Redis's.
        key: 32 secret bytes.
        lifetime: how long a value can be opened.
        clock: the current time, UTC.

    Raises:
        VaultUnavailable: the store does not answer; every call may raise it, too.
    """

    def __init__(
        self,
        url: str,
        key: bytes,
        lifetime: timedelta = LIFETIME,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._store = open_store(url)
        self._key = key
        self._lifetime = lifetime
        self._clock = clock

    @staticmethod
    def from_environment() -> Vault:
        """The vault at `TAGHTIA_VAULT_URL`, by default `vault.db` among the state files."""
        return _vault(vault_url())

    def hold(self, conversation: str, kind: str, value: str) -> str:
        """Keep a value; returns the 8 hex digits of its placeholder."""
        reference, now = secrets.token_hex(4), self._clock()
        cipher = self._cipher(conversation)
        ciphertext = cipher.encrypt_at_time(value.encode(), int(now.timestamp())).decode()
        entry = Entry(self._pseudonym(conversation), reference, kind, ciphertext)
        self._store.put(entry, now, self._lifetime)
        return reference

    def reveal(self, conversation: str, placeholder: str) -> Held | None:
        """The value behind `<kind:reference>` or a bare reference.

        None: expired, unknown, another conversation's, or kept under another key.
        """
        found = next(iter(find_placeholders(placeholder)), None)
        reference, now = found.reference if found else placeholder, self._clock()
        entry = self._store.get(self._pseudonym(conversation), reference, now)
        if entry is None:
            return None
        try:
            value = self._decrypt(conversation, entry.ciphertext, now)
        except InvalidToken:
            return None
        return Held(entry.kind, value)

    def forget(self, conversation: str) -> int:
        """Delete all that a conversation gave; returns how many values there were."""
        return self._store.delete(self._pseudonym(conversation))

    def purge(self, now: datetime | None = None) -> int:
        """Delete what has expired at `now`; returns how many values there were."""
        return self._store.purge(now or self._clock())

    def _decrypt(self, conversation: str, ciphertext: str, now: datetime) -> str:
        # The ciphertext bears its time: nobody who writes to the store makes a value last longer.
        cipher = self._cipher(conversation)
        value = cipher.decrypt(ciphertext.encode()).decode()
        age = int(now.timestamp()) - cipher.extract_timestamp(ciphertext.encode())
        # Clocks of several servers differ, and one may be set back meanwhile.
        if abs(age) > math.ceil(self._lifetime.total_seconds()):
            raise InvalidToken
        return value

    def _pseudonym(self, conversation: str) -> str:
        return self._keyed("row", conversation).hex()

    def _cipher(self, conversation: str) -> Fernet:
        # A key a conversation: a row cannot be opened in another, not even by whoever can
        # write to the store.
        return Fernet(base64.urlsafe_b64encode(self._keyed("cipher", conversation)))

    def _keyed(self, purpose: str, conversation: str) -> bytes:
        message = f"{purpose}\0{conversation}".encode()
        return hmac.new(self._key, message, hashlib.sha256).digest()


def vault_url() -> str:
    """`TAGHTIA_VAULT_URL`, or the file `vault.db` among the state files."""
    given = os.environ.get("TAGHTIA_VAULT_URL", "")
    if given.startswith(SCHEMES):
        return given
    return database_address("TAGHTIA_VAULT_URL", "vault.db", " or redis://HOST:6379/0")


def open_store(url: str) -> VaultStore:
    """The store at an address of a database or of Redis."""
    return RedisStore(url) if url.startswith(SCHEMES) else DatabaseStore(url)


@lru_cache(maxsize=4)
def _vault(url: str) -> Vault:
    return Vault(url, MasterKey.from_environment().derive("vault"))
