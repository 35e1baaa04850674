"""The one secret of an installation, and the keys derived from it."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from identifiers.state import PROJECT, state_directory

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
        """`TAGHTIA_KEY` (base64), else the file `TAGHTIA_KEY_FILE`, made at first use.

        Raises:
            ValueError: the key is not base64 of 32 bytes; says where it was read.
        """
        given = os.environ.get("TAGHTIA_KEY")
        if given:
            return cls._decode(given, "TAGHTIA_KEY")
        path = key_file()
        if not path.exists():
            _create(path)
        return cls._decode(path.read_text(encoding="ascii", errors="replace"), str(path))

    @classmethod
    def _decode(cls, text: str, origin: str) -> MasterKey:
        try:
            return cls(base64.b64decode(text.strip(), validate=True))
        except (binascii.Error, ValueError):
            raise ValueError(
                f"{origin} does not hold a key: make one with `openssl rand -base64 {KEY_BYTES}`"
            ) from None

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose (HKDF-SHA-256, RFC 5869)."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"taghtia {purpose}".encode()).derive(
            self._secret
        )


def key_file() -> Path:
    """Where the key is kept when the environment does not give it."""
    given = os.environ.get("TAGHTIA_KEY_FILE")
    return PROJECT / given if given else state_directory() / "taghtia.key"


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written beside and linked, so that two processes starting at once agree on one key, and
    # neither reads half of it. Such files are made for their owner only (mode 600).
    descriptor, draft = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)))
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
