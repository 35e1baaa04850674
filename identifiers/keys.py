"""The secret of an installation, its generations, and the keys derived from them."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from identifiers.key_file import create_key_file, key_file

KEY_BYTES = 32


class MasterKey:
    """32 secret bytes; only keys derived from them, one a purpose, are ever used."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError(f"the master key must be {KEY_BYTES} bytes, base64")
        self._secret = secret

    def __repr__(self) -> str:
        return "MasterKey(...)"

    @classmethod
    def from_environment(cls) -> MasterKey:
        """The newest key of the chain that the environment names.

        Raises:
            ValueError: it holds no key; says where it was read.
        """
        return KeyChain.from_environment().newest

    @classmethod
    def new(cls) -> MasterKey:
        """A key that nobody has had before."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @classmethod
    def decode(cls, text: str) -> MasterKey:
        """Read base64.

        Raises:
            ValueError: not base64 of 32 bytes.
        """
        try:
            return cls(base64.b64decode(text, validate=True))
        except binascii.Error:
            raise ValueError("not base64") from None

    def encode(self) -> str:
        """Base64, for the file or variable that keeps it and nothing else."""
        return base64.b64encode(self._secret).decode()

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose (HKDF-SHA-256, RFC 5869)."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"taghtia {purpose}".encode()).derive(
            self._secret
        )


@dataclass(frozen=True)
class KeyChain:
    """Every generation of the master key, oldest first; a rotation adds one and takes none away.

    `file` is None where the keys come from the environment.
    """

    keys: tuple[MasterKey, ...]
    file: Path | None = None

    @classmethod
    def from_environment(cls) -> KeyChain:
        """`TAGHTIA_KEY` (base64, keys apart by spaces), else the key file, made at first use.

        Read anew at each call: a running server sees a rotation at its next look-up.

        Raises:
            ValueError: something else than different keys is in it; says where it was read.
        """
        given = os.environ.get("TAGHTIA_KEY")
        if given:
            return cls(_decode(given, "TAGHTIA_KEY"))
        path = key_file()
        if not path.exists():
            create_key_file(path, MasterKey.new().encode() + "\n")
        return cls(_decode(path.read_text(encoding="ascii", errors="replace"), str(path)), path)

    def encode(self) -> str:
        """One key a line, for the file that keeps them and nothing else."""
        return "".join(f"{key.encode()}\n" for key in self.keys)

    @property
    def newest(self) -> MasterKey:
        """The key of the newest generation: what is kept for a short while only is under it.

        A thief of an older key can then open nothing that waits in the vault, and tie no new
        conversation to a telephone number; a rotation ends what is under way, no more.
        """
        return self.keys[-1]

    def cipher(self, purpose: str) -> MultiFernet:
        """Encrypts with the newest key and opens with every older one: a rotation loses nothing."""
        newest_first = (key.derive(purpose) for key in reversed(self.keys))
        return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in newest_first])

    def longer(self) -> KeyChain:
        """The chain with a new key at its end."""
        return KeyChain((*self.keys, MasterKey.new()), self.file)


def _decode(text: str, origin: str) -> tuple[MasterKey, ...]:
    """Keys in base64, oldest first, apart by any white space."""
    words = text.split()
    try:
        keys = tuple(map(MasterKey.decode, words))
    except ValueError:
        keys = ()
    if not keys:
        mend = f"make one with `openssl rand -base64 {KEY_BYTES}`"
        raise ValueError(f"{origin} does not hold a key: {mend}")
    if len(set(words)) < len(words):
        raise ValueError(f"{origin} holds one key twice: keep the first of the two lines")
    return keys
