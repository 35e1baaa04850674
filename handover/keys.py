"""The key under which call-back numbers and second factors are kept."""

from __future__ import annotations

from collections.abc import Callable

from cryptography.fernet import MultiFernet

from identifiers.keys import KeyChain

PURPOSE = "handover"
Cipher = Callable[[], MultiFernet]


def cipher_from_environment() -> MultiFernet:
    """Encrypts with the newest key and opens with every older one: a rotation loses nothing."""
    return KeyChain.from_environment().cipher(PURPOSE)
