"""Deletes expired identifiers where nobody comes back for them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from identifiers.vault import Vault
from identifiers.vault_store import VaultUnavailable

logger = logging.getLogger(__name__)

SECONDS = 60.0


async def sweep(vault: Vault, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """Purge the vault now and every minute until cancelled: what a stopped server left, too."""
    while True:
        try:
            await asyncio.to_thread(vault.purge)
        except VaultUnavailable as error:
            logger.warning("expired identifiers wait for the next sweep: %s", error)
        await pause(SECONDS)
