"""Deleting what Rasa and the vault keep of a conversation, whatever channel it came by."""

from __future__ import annotations

import asyncio

from rasa.core.tracker_store import TrackerStore

from bot.channels.trackers import delete_tracker
from identifiers.vault import Vault


async def forget_dialogue(
    conversation: str, store: TrackerStore | None, vault: Vault
) -> dict[str, int]:
    """Delete a conversation's events and identifiers; returns the counts.

    Args:
        store: of Rasa's conversations; None before there is one.
    """
    events = await asyncio.to_thread(delete_tracker, store, conversation) if store else 0
    identifiers = await asyncio.to_thread(vault.forget, conversation)
    return {"events": events, "identifiers": identifiers}
