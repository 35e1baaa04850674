"""A message that a server handled and died before the answers went on: they are said again.

Handled twice, "I want to follow my application" would find its own form open already.
"""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.gate.gate import Handler


def saying_again(on_new_message: Handler, store: TrackerStore) -> Handler:
    """A handler that says again what was said to the same `message_id`, and else asks Rasa.

    Rasa saves a turn as a whole, when it is through.
    """

    async def handle(message: UserMessage) -> None:
        tracker = await store.retrieve(message.sender_id)
        answers = said_to(message.message_id, tracker) if tracker is not None else []
        if not answers:
            await on_new_message(message)
            return
        for answer in answers:
            await message.output_channel.send_response(message.sender_id, answer)

    return handle


def said_to(message_id: str, tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """The answers to the latest message, if it is this one, as Rasa handed them to the channel."""
    answers: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return answers[::-1] if event.message_id == message_id else []
        if isinstance(event, BotUttered):
            given = {name: value for name, value in event.data.items() if value is not None}
            answers.append({**event.metadata, **given, "text": event.text})
    return []
