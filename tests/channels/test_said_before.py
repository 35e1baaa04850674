"""A turn that was saved before its server died is answered as it was, and not handled twice."""

from __future__ import annotations

import asyncio
from copy import deepcopy

import pytest
from rasa.core.actions.action import create_bot_utterance
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.said_before import saying_again
from bot.channels.web.dialogue import CollectedAnswers
from bot.tracker_store import ConversationStore

SAID = [
    {
        "text": "Le plus proche :",
        "utter_action": "utter_office",
        "buttons": [{"title": "Un autre", "payload": "/find_office"}],
        "metadata": {
            "language": "fr",
            "facts": ["F30"],
            "offices": [
                {
                    "id": "fes",
                    "town": "Fès",
                    "name": "Fès",
                    "address": "Saïss",
                    "distance_km": 3,
                    "lat": 34.0,
                    "lon": -5.0,
                    "map_url": "https://example.org",
                }
            ],
        },
    },
    {"text": "Revenons au suivi.", "utter_action": "utter_again", "metadata": {"language": "fr"}},
]


def answers(messages):
    channel = CollectedAnswers()
    for message in messages:
        asyncio.run(channel.send_response("me", message))
    return channel.messages


@pytest.fixture
def store(tmp_path):
    store = ConversationStore(Domain.empty(), f"sqlite:///{tmp_path / 'tracker.db'}")
    yield store
    store.engine.dispose()


def save(store, message_id):
    tracker = DialogueStateTracker.from_events("me", [], [])
    tracker.update(UserUttered("où aller ?", message_id=message_id))
    for message in deepcopy(SAID):
        tracker.update(create_bot_utterance(message))
    tracker.update(ActionExecuted("action_listen"))
    asyncio.run(store.save(tracker))


def handle(store, message_id):
    """What comes to the channel, and whether Rasa was asked."""
    asked, channel = [], CollectedAnswers()

    async def rasa(message):
        asked.append(message.message_id)

    message = UserMessage("où aller ?", channel, "me", message_id=message_id)
    asyncio.run(saying_again(rasa, store)(message))
    return channel.messages, asked


def test_what_was_said_to_the_message_is_said_again_as_it_was(store):
    save(store, "one")
    assert handle(store, "one") == (answers(SAID), [])


@pytest.mark.parametrize("saved", [None, "an older one"])
def test_a_message_that_was_not_handled_is(store, saved):
    if saved:
        save(store, saved)
    assert handle(store, "one") == ([], ["one"])
