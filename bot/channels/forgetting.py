"""Deleting what Rasa, the vault and agents keep of a conversation, whatever channel it came by."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from rasa.core.tracker_store import TrackerStore

from bot.channels.trackers import delete_tracker
from bot.events.telling import tell
from identifiers.vault import Vault
from insights.events import FORGET


async def forget_dialogue(
    conversation: str,
    store: TrackerStore | None,
    vault: Vault,
    forget_people: Callable[[str], Awaitable[dict[str, int]]],
) -> dict[str, int]:
    """Delete a conversation's events, identifiers and talks with agents; returns the counts.

    Whoever takes the events, such as the analytics store, is told to delete theirs.

    Args:
        store: of Rasa's conversations; None before there is one.
        forget_people: `Gate.forget_people`.
    """
    events = await asyncio.to_thread(delete_tracker, store, conversation) if store else 0
    tell(store, FORGET, conversation)
    identifiers = await asyncio.to_thread(vault.forget, conversation)
    people = await forget_people(conversation)
    return {"events": events, "identifiers": identifiers, **people}
