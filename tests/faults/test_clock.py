"""The clock jumps while people talk, forwards and back: every message is answered once."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta, timezone

import pytest
import time_machine
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.steadfast_trackers import make_steadfast
from tests.channels.conftest import ScriptedRasa, serving
from tests.channels.conftest import settings as settings_of_channels
from tests.channels.conftest import vault as vault_of_channels
from tests.channels.page import Page

settings, vault = settings_of_channels, vault_of_channels
JUMPS = (timedelta(hours=2), timedelta(hours=-2), timedelta(minutes=20), timedelta(minutes=-40))


def test_a_jump_of_the_clock_loses_and_doubles_no_answer(settings):
    rasa, at = ScriptedRasa(), datetime.now(timezone.utc)
    with serving(rasa) as server, time_machine.travel(at) as clock:
        page = Page(server)
        for number, jump in enumerate(JUMPS):
            held = rasa.hold(f"during {number}")
            sent = page.send(text=f"during {number}")
            at += jump
            clock.move_to(at)
            held.set()
            page.answers_to(sent)
            page.say(f"after {number}")
        said = page.messages()
    questions = [one["text"] for one in said if one["from"] == "student"]
    answers = [one["text"] for one in said if one["from"] == "assistant"]
    assert len(questions) == 2 * len(JUMPS)
    assert answers == [f"re: {text}" for text in questions]


@pytest.mark.parametrize("jump", [-7200.0, 7200.0])
def test_a_conversation_goes_on_after_the_clock_was_set(tmp_path, jump):
    """Rasa looks for what belongs to a session by its time: of what it was told after a jump back,
    it would remember nothing."""
    store = SQLTrackerStore(Domain.empty(), db=str(tmp_path / "tracker.db"))
    make_steadfast(store)

    async def say(text, at):
        tracker = await store.retrieve("c") or DialogueStateTracker("c", [])
        if not tracker.events:
            tracker.update(ActionExecuted("action_session_start", timestamp=at))
            tracker.update(SessionStarted(timestamp=at))
        tracker.update(UserUttered(text, timestamp=at + 0.1))
        await store.save(tracker)

    async def talk():
        began = time.time()
        await say("un", began)
        await say("deux", began + jump)
        await say("trois", began + jump + 1)
        tracker = await store.retrieve("c")
        return [one.text for one in tracker.events if isinstance(one, UserUttered)]

    assert asyncio.run(talk()) == ["un", "deux", "trois"]
