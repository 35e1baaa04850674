"""Passwords: kept as Argon2id (RFC 9106), its parameters beside the hash."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_PASSWORD = 12
# RFC 9106's second recommended choice: 64 MiB, three passes; some 50 ms on one core.
_hasher = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)
# Checked where there is no such account, so that the time does not tell.
NOBODYS = _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    """What is kept of a password.

    Raises:
        ValueError: it is too short.
    """
    if len(password) < MIN_PASSWORD:
        raise ValueError(f"a password has {MIN_PASSWORD} characters or more")
    return _hasher.hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether this is the password; False for what is no hash at all."""
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return bool(_hasher.check_needs_rehash(kept))
