"""The key under which call-back numbers and second factors are kept."""

from __future__ import annotations

import base64
from collections.abc import Callable

from cryptography.fernet import Fernet, MultiFernet

from identifiers.keys import KeyChain

PURPOSE = "handover"
Cipher = Callable[[], MultiFernet]


def cipher_from_environment() -> MultiFernet:
    """Encrypts with the newest key and opens with every older one: a rotation loses nothing."""
    keys = (key.derive(PURPOSE) for key in reversed(KeyChain.from_environment().keys))
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
