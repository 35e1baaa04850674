"""Identifiers that wait for the tracking action: encrypted, briefly, for one conversation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import (
    Column,
    DateTime,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    select,
)
from sqlalchemy.engine import Engine

from identifiers.keys import PROJECT, MasterKey
from identifiers.placeholders import find_placeholders

LIFETIME = timedelta(minutes=30)

_metadata = MetaData()
_held = Table(
    "held_identifiers",
    _metadata,
    Column("reference", String(8), primary_key=True),
    Column("conversation", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("ciphertext", String(600), nullable=False),
    Column("expires_at", DateTime, nullable=False, index=True),
)


@dataclass(frozen=True)
class Held:
    """An identifier as it was written; its representation does not show it."""

    kind: str
    value: str = field(repr=False)


class Vault:
    """The gate writes, the tracking action reads; both may be different processes.

    Args:
        url: SQLAlchemy address of the database.
        key: 32 secret bytes.
        lifetime: how long a value can be opened.
        clock: the current time, UTC.
    """

    def __init__(
        self,
        url: str,
        key: bytes,
        lifetime: timedelta = LIFETIME,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._engine = _engine(url)
        self._fernet = Fernet(base64.urlsafe_b64encode(key))
        self._key = key
        self._lifetime = lifetime
        self._clock = clock
        _metadata.create_all(self._engine)

    @staticmethod
    def from_environment() -> Vault:
        """The vault at `TAGHTIA_VAULT_URL`, by default `vault.db` among the state files."""
        return _vault(vault_url())

    def hold(self, conversation: str, kind: str, value: str) -> str:
        """Keep a value; returns the 8 hex digits of its placeholder."""
        self.purge()
        reference = secrets.token_hex(4)
        row = {
            "reference": reference,
            "conversation": self._pseudonym(conversation),
            "kind": kind,
            "ciphertext": self._fernet.encrypt(value.encode()).decode(),
            "expires_at": self._now() + self._lifetime,
        }
        with self._engine.begin() as connection:
            connection.execute(_held.insert().values(**row))
        return reference

    def reveal(self, conversation: str, placeholder: str) -> Held | None:
        """The value behind `<kind:reference>`, or None: expired, unknown or somebody else's."""
        found = next(iter(find_placeholders(placeholder)), None)
        if found is None:
            return None
        query = select(_held.c.kind, _held.c.ciphertext).where(
            _held.c.reference == found.reference,
            _held.c.conversation == self._pseudonym(conversation),
            _held.c.expires_at > self._now(),
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        try:
            return Held(row.kind, self._fernet.decrypt(row.ciphertext.encode()).decode())
        except InvalidToken:
            return None

    def forget(self, conversation: str) -> int:
        """Delete all that a conversation gave; returns how many values there were."""
        mine = _held.c.conversation == self._pseudonym(conversation)
        with self._engine.begin() as connection:
            return int(connection.execute(delete(_held).where(mine)).rowcount)

    def purge(self) -> int:
        """Delete what has expired; returns how many values there were."""
        with self._engine.begin() as connection:
            old = _held.c.expires_at <= self._now()
            return int(connection.execute(delete(_held).where(old)).rowcount)

    def _pseudonym(self, conversation: str) -> str:
        return hmac.new(self._key, conversation.encode(), hashlib.sha256).hexdigest()

    def _now(self) -> datetime:
        return self._clock().astimezone(timezone.utc).replace(tzinfo=None)


def vault_url() -> str:
    """`TAGHTIA_VAULT_URL`, or the file `vault.db` among the state files."""
    state = Path(os.environ.get("TAGHTIA_STATE") or PROJECT / "var")
    return os.environ.get("TAGHTIA_VAULT_URL") or f"sqlite:///{state / 'vault.db'}"


@lru_cache(maxsize=4)
def _vault(url: str) -> Vault:
    return Vault(url, MasterKey.from_environment().derive("vault"))


def _engine(url: str) -> Engine:
    engine = create_engine(url, future=True, hide_parameters=True)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _share(connection: object, _: object) -> None:
            # The gate and the action server have it open at once.
            connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[attr-defined]
            connection.execute("PRAGMA busy_timeout=5000")  # type: ignore[attr-defined]

    return engine
