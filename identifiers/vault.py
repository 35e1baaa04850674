"""Identifiers that wait for the tracking action: encrypted, briefly, for one conversation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Column, DateTime, MetaData, String, Table, Text, delete, event, select
from sqlalchemy.engine import Engine
from sqlalchemy.schema import CreateIndex, CreateTable

from identifiers.keys import MasterKey
from identifiers.placeholders import find_placeholders
from identifiers.state import database_address, open_database

LIFETIME = timedelta(minutes=30)

_held = Table(
    "held_identifiers",
    MetaData(),
    Column("reference", String(8), primary_key=True),
    Column("conversation", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("ciphertext", Text, nullable=False),
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
        self._key = key
        self._lifetime = lifetime
        self._clock = clock
        _create_table(self._engine)

    @staticmethod
    def from_environment() -> Vault:
        """The vault at `TAGHTIA_VAULT_URL`, by default `vault.db` among the state files."""
        return _vault(vault_url())

    def hold(self, conversation: str, kind: str, value: str) -> str:
        """Keep a value; returns the 8 hex digits of its placeholder."""
        reference = secrets.token_hex(4)
        row = {
            "reference": reference,
            "conversation": self._pseudonym(conversation),
            "kind": kind,
            "ciphertext": self._cipher(conversation).encrypt(value.encode()).decode(),
            "expires_at": self._moment() + self._lifetime,
        }
        with self._engine.begin() as connection:
            connection.execute(delete(_held).where(_held.c.expires_at <= self._moment()))
            connection.execute(_held.insert().values(**row))
        return reference

    def reveal(self, conversation: str, placeholder: str) -> Held | None:
        """The value behind `<kind:reference>` or a bare reference.

        None: expired, unknown, another conversation's, or kept under another key.
        """
        found = next(iter(find_placeholders(placeholder)), None)
        query = select(_held.c.kind, _held.c.ciphertext).where(
            _held.c.reference == (found.reference if found else placeholder),
            _held.c.conversation == self._pseudonym(conversation),
            _held.c.expires_at > self._moment(),
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        try:
            value = self._cipher(conversation).decrypt(row.ciphertext.encode())
        except InvalidToken:
            return None
        return Held(row.kind, value.decode())

    def newest(self, conversation: str, kind: str) -> Held | None:
        """What the conversation gave last of a kind; None: nothing, or it has expired."""
        query = (
            select(_held.c.reference)
            .where(
                _held.c.conversation == self._pseudonym(conversation),
                _held.c.kind == kind,
                _held.c.expires_at > self._moment(),
            )
            .order_by(_held.c.expires_at.desc())
        )
        with self._engine.connect() as connection:
            reference = connection.execute(query).scalar()
        return self.reveal(conversation, reference) if reference else None

    def forget(self, conversation: str) -> int:
        """Delete all that a conversation gave; returns how many values there were."""
        return self._delete(_held.c.conversation == self._pseudonym(conversation))

    def purge(self, now: datetime | None = None) -> int:
        """Delete what has expired at `now`; returns how many values there were."""
        return self._delete(_held.c.expires_at <= self._moment(now))

    def _delete(self, condition: Any) -> int:
        with self._engine.begin() as connection:
            return int(connection.execute(delete(_held).where(condition)).rowcount)

    def _pseudonym(self, conversation: str) -> str:
        return self._keyed("row", conversation).hex()

    def _cipher(self, conversation: str) -> Fernet:
        # A key a conversation: a row cannot be opened in another, not even by whoever can
        # write to the database.
        return Fernet(base64.urlsafe_b64encode(self._keyed("cipher", conversation)))

    def _keyed(self, purpose: str, conversation: str) -> bytes:
        message = f"{purpose}\0{conversation}".encode()
        return hmac.new(self._key, message, hashlib.sha256).digest()

    def _moment(self, now: datetime | None = None) -> datetime:
        return (now or self._clock()).astimezone(timezone.utc).replace(tzinfo=None)


def vault_url() -> str:
    """`TAGHTIA_VAULT_URL`, or the file `vault.db` among the state files."""
    return database_address("TAGHTIA_VAULT_URL", "vault.db")


@lru_cache(maxsize=4)
def _vault(url: str) -> Vault:
    return Vault(url, MasterKey.from_environment().derive("vault"))


def _engine(url: str) -> Engine:
    engine = open_database(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _share)
    return engine


def _share(connection: Any, _: object) -> None:
    # The gate and the action server have it open at once; what is deleted is overwritten. A power
    # cut may lose the last seconds: such values are asked for again.
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _create_table(engine: Engine) -> None:
    # "If not exists" in one statement: both processes may start at the same moment.
    with engine.begin() as connection:
        connection.execute(CreateTable(_held, if_not_exists=True))
        for index in _held.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))
