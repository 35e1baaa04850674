"""A message that was accepted is answered, whatever fails or dies in between."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from bot.channels import answering as module
from bot.channels.answering import MAX_TRIES, Answering
from bot.outbox import Author, Message, Outbox
from bot.outbox.database import open_outbox
from bot.outbox.turns import Turns
from tests.channels.conftest import serving
from tests.channels.page import Page

ANSWER = Message(Author.ASSISTANT, "voilà", "fr")
APOLOGY = Message(Author.SYSTEM, "désolé", "fr")
ID = "00000000-0000-0000-0000-000000000001"


@pytest.fixture
def outbox(tmp_path):
    return Outbox(open_outbox(f"sqlite:///{tmp_path / 'outbox.db'}"))


def ask(outbox, text="bonjour"):
    outbox.take_in("me", ID, Message(Author.STUDENT, text, "fr"), text, "fr")


def said(outbox):
    return [(m.author.value, m.content["text"]) for m in outbox.read("me").messages[1:]]


class Expired(Turns):
    """A queue whose leases have run out at once, as after a long time."""

    def __init__(self, outbox):
        super().__init__(outbox)
        self._lease = -self._lease


def answer_all(outbox, answer, forget=None, turns=None):
    """Let a server answer what waits, until it has nothing more to do."""

    async def run():
        async def nothing(_):
            return None

        server = Answering(turns or Expired(outbox), answer, lambda _: APOLOGY, forget or nothing)
        server.submit("me")
        while server._workers:
            await asyncio.wait(list(server._workers.values()))

    asyncio.run(run())


def test_what_rasa_cannot_answer_is_tried_again_and_then_apologised_for(outbox):
    tries = []

    async def silent(turn):
        tries.append(turn.tries)
        return []

    ask(outbox)
    for _ in range(MAX_TRIES):
        assert said(outbox) == []
        answer_all(outbox, silent)
    assert tries == [1, 2, 3] and said(outbox) == [("system", "désolé")]


def test_a_message_that_kills_the_server_is_given_up(outbox):
    async def deadly(_):
        raise AssertionError("not tried again")

    ask(outbox)
    dying = Expired(outbox)
    for _ in range(MAX_TRIES):
        assert dying.claim("me")
    answer_all(outbox, deadly)
    assert said(outbox) == [("system", "désolé")]


def test_an_error_in_between_leaves_the_message_for_another_try(outbox):
    async def failing(_):
        raise RuntimeError("bonjour")

    async def answering(_):
        return [ANSWER]

    ask(outbox)
    answer_all(outbox, failing)
    assert said(outbox) == []
    answer_all(outbox, answering)
    assert said(outbox) == [("assistant", "voilà")]


def test_errors_are_logged_without_what_was_said(outbox, caplog):
    async def failing(_):
        raise RuntimeError("ma CIN est AB123456")

    ask(outbox)
    answer_all(outbox, failing)
    assert "RuntimeError" in caplog.text and "AB123456" not in caplog.text


def test_who_is_forgotten_while_the_answer_is_made_is_forgotten_again_afterwards(outbox):
    forgotten = []

    async def slow(turn):
        outbox.forget(turn.conversation)
        return [ANSWER]

    async def forget(conversation):
        forgotten.append(conversation)

    ask(outbox)
    answer_all(outbox, slow, forget)
    assert forgotten == ["me"]


def test_a_long_turn_keeps_its_lease(outbox, monkeypatch):
    monkeypatch.setattr(module, "RENEW_SECONDS", 0.01)
    turns = Turns(outbox)
    renewed = threading.Event()
    monkeypatch.setattr(turns, "renew", lambda turn: renewed.set())

    async def long(_):
        assert await asyncio.to_thread(renewed.wait, 10)
        return [ANSWER]

    ask(outbox)
    answer_all(outbox, long, turns=turns)
    assert said(outbox) == [("assistant", "voilà")]


def test_a_turn_that_fails_ends_with_rasas_own_apology(server, rasa):
    rasa.failing.add("bonjour")
    assert Page(server).say("bonjour") == "re: /action_failed"


def test_a_server_that_starts_answers_what_the_one_before_left(settings, rasa, tmp_path):
    with serving(rasa) as server:
        page = Page(server)
        page.say("bonjour")
        token, conversation = page.token, rasa.heard[0].sender_id
    outbox = Outbox(open_outbox(f"sqlite:///{tmp_path / 'outbox.db'}"))
    number = outbox.take_in(
        conversation, ID, Message(Author.STUDENT, "et après ?", "fr"), "et après ?", "fr"
    )
    with serving(rasa) as server:
        page = Page(server, token=token)
        assert page.answers_to(number)[0]["text"] == "re: et après ?"
        assert page.send(ID, text="et après ?") == number
        assert rasa.texts() == ["bonjour", "et après ?"]


def test_a_stopping_server_finishes_the_answers_that_it_has_begun(settings, rasa):
    go_on = rasa.hold("bonjour")
    with serving(rasa) as server:
        page = Page(server)
        number = page.send(text="bonjour")
        while not rasa.heard:
            time.sleep(0.01)
        threading.Timer(0.3, go_on.set).start()
    with serving(rasa) as server:
        page = Page(server, token=page.token)
        assert page.answers_to(number)[0]["text"] == "re: bonjour"
    assert rasa.texts() == ["bonjour"]


def test_a_message_in_the_middle_of_a_forgotten_conversation_is_not_answered(server, rasa):
    go_on = rasa.hold("bonjour")
    page = Page(server)
    page.send(text="bonjour")
    while not rasa.heard:
        time.sleep(0.01)
    assert page.request("DELETE", "/conversation").json()["deleted"]["messages"] == 1
    go_on.set()
    assert page.request("GET", "/messages").status_code == 410
