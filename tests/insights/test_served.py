"""What is said to the running assistant arrives in the store, and is forgotten on one's wish."""

from __future__ import annotations

import asyncio
import sqlite3
import uuid

import pytest

from bot.channels.forgetting import forget_dialogue
from bot.events.telling import tell
from identifiers.vault import Vault
from tests.channels.page import Page
from tests.conftest import Conversation
from tests.waiting import wait_until


class Kept:
    """The store of a running assistant, as far as one message goes that nobody else says."""

    def __init__(self, assistant):
        self.file = assistant.state / "insights.db"
        # Letters alone: digits might be an identifier.
        self.mark = uuid.uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))
        self.question = f"combien ça coûte ? {self.mark}"

    def rows(self, query):
        with sqlite3.connect(self.file) as connection:
            return connection.execute(query, (f"%{self.mark}%",)).fetchall()

    def messages(self):
        return self.rows("SELECT * FROM insights_messages WHERE text LIKE ?")

    def steps(self):
        query = "SELECT s.kind, s.detail FROM insights_steps s JOIN insights_messages m"
        return self.rows(f"{query} ON s.conversation = m.conversation WHERE m.text LIKE ?")


@pytest.fixture
def kept(assistant):
    return Kept(assistant)


def test_over_rest_a_message_arrives_with_its_answer_and_is_forgotten(assistant, kept):
    talk = Conversation(assistant)
    talk.say(kept.question)
    wait_until(lambda: len(kept.steps()) == 1)
    assert len(kept.messages()) == 1
    talk.say("/confirm_forgetting")
    wait_until(lambda: kept.messages() == [])


def test_in_the_web_chat_a_vote_arrives_too_and_is_forgotten(assistant, kept):
    page = Page(assistant.url, "fr")
    answer = page.answers_to(page.send(text=kept.question))[-1]
    vote = {"number": answer["number"], "helpful": False}
    assert page.post("/feedback", vote).status_code == 204
    wait_until(lambda: ("vote", "no") in kept.steps())
    assert page.request("DELETE", "/conversation").status_code == 200
    wait_until(lambda: kept.messages() == [])


def test_on_every_other_channel_forgetting_is_told_in_the_same_stream(tmp_path):
    published = []

    class Broker:
        def publish(self, event):
            published.append(event)

    class Store:
        event_broker = Broker()

    async def nobody(conversation):
        return {}

    import bot.channels.forgetting as module

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "delete_tracker", lambda store, conversation: 3)
        vault = Vault(f"sqlite:///{tmp_path / 'vault.db'}", b"v" * 32)
        asyncio.run(forget_dialogue("me", Store(), vault, nobody))
    (event,) = published
    assert (event["event"], event["sender_id"]) == ("forget", "me")
    # Without a store or a broker there is nobody to tell.
    tell(None, "forget", "me")
