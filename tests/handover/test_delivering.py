"""What agents say is handed to the student's channel until it has arrived, and no longer."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.handover.delivering import Delivering
from tests.handover.conftest import wish

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


class Channel:
    """Takes what is pushed, after as many failures as it is told to have."""

    def __init__(self, failures: int = 0, known: bool = True) -> None:
        self.failures = failures
        self.known = known
        self.pushed: list[tuple[str, str | None, str]] = []

    async def reaches(self, conversation: str) -> bool:
        return self.known

    async def push(self, conversation, answer, key):
        if self.failures:
            self.failures -= 1
            raise ConnectionError("not now")
        self.pushed.append((answer.text, answer.agent, key))


def deliver(centre, pushers):
    async def run():
        delivering = Delivering(centre.store, lambda: pushers)
        sweeping = asyncio.create_task(delivering.sweep())
        while centre.store.deliveries.pending():
            await asyncio.sleep(0.02)
        await delivering.stop()
        sweeping.cancel()

    asyncio.run(asyncio.wait_for(run(), 30))


def said(centre, language="ar"):
    talk, _ = centre.store.talks.enqueue(wish(channel="whatsapp", language=language))
    centre.store.talks.take(talk, centre.salma)
    centre.store.transcripts.say_to_student(talk, centre.salma, "k", "Bonjour")
    return talk


def test_a_notice_is_the_domains_in_the_students_language_and_words_are_the_agents(centre):
    said(centre)
    channel = Channel()
    deliver(centre, {"whatsapp": channel})
    notice, words = channel.pushed
    assert "Salma يجيبك الآن" in notice[0] and notice[1] is None
    assert words[:2] == ("Bonjour", "Salma") and notice[2] != words[2]


def test_a_channel_that_fails_is_asked_again_and_the_order_stays(centre, monkeypatch):
    monkeypatch.setattr("handover.deliveries.LONGEST_PAUSE", timedelta(0))
    said(centre)
    channel = Channel(failures=3)
    deliver(centre, {"whatsapp": channel})
    assert [text for text, _, _ in channel.pushed][1:] == ["Bonjour"]


def test_what_nobody_can_be_told_is_not_tried_for_ever_and_not_called_arrived(centre):
    talk = said(centre)
    deliver(centre, {"whatsapp": Channel(known=False)})
    lines = centre.store.transcripts.read(talk)
    assert all(not line.to_push and line.pushed_at is None for line in lines)


def test_a_channel_that_is_not_there_leaves_it_waiting(centre, monkeypatch):
    talk = said(centre)
    deliver(centre, {})
    assert any(line.to_push for line in centre.store.transcripts.read(talk))
