"""Every message is answered once, in its order, also where a server dies in the middle."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.outbox import Author, Message
from bot.outbox.numbering import ConversationForgotten
from bot.outbox.turns import Turns

ANSWER = Message(Author.ASSISTANT, "voilà", "fr")


@pytest.fixture
def turns(outbox):
    return Turns(outbox)


@pytest.fixture
def dead_server(outbox):
    """A server whose leases have run out as soon as they are given: it is gone."""
    return Turns(outbox, lease=timedelta(seconds=-1))


def ask(outbox, client_id, text="bonjour", conversation="me"):
    return outbox.take_in(conversation, client_id, Message(Author.STUDENT, text, "fr"), text, None)


def said(outbox):
    return [m.content["text"] for m in outbox.read("me").messages]


def test_a_message_waits_until_it_is_answered(outbox, turns):
    ask(outbox, "a")
    assert outbox.read("me").waiting
    turn = turns.claim("me")
    assert (turn.number, turn.client_id, turn.text, turn.tries) == (1, "a", "bonjour", 1)
    assert turns.complete(turn, ANSWER, ANSWER)
    assert not outbox.read("me").waiting
    assert turns.claim("me") is None and turns.abandoned() == []
    assert said(outbox) == ["bonjour", "voilà", "voilà"]


def test_the_next_message_cannot_be_claimed_before_the_first_is_answered(outbox, turns):
    ask(outbox, "a", "un")
    ask(outbox, "b", "deux")
    first = turns.claim("me")
    assert first.text == "un" and turns.claim("me") is None
    turns.complete(first, ANSWER)
    assert turns.claim("me").text == "deux"


def test_conversations_do_not_wait_for_each_other(outbox, turns):
    ask(outbox, "a")
    ask(outbox, "a", conversation="you")
    assert turns.claim("me") and turns.claim("you")


def test_one_of_many_servers_gets_the_message(outbox, turns):
    ask(outbox, "a")
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: turns.claim("me"), range(16)))
    assert len([claim for claim in claims if claim]) == 1


def test_what_a_dead_server_left_is_found_and_answered_once(outbox, turns, dead_server):
    ask(outbox, "a")
    lost = dead_server.claim("me")
    assert turns.abandoned() == ["me"]
    taken_over = turns.claim("me")
    assert taken_over.tries == 2 and turns.abandoned() == []
    assert turns.complete(taken_over, ANSWER)
    assert not turns.complete(lost, ANSWER)
    assert said(outbox) == ["bonjour", "voilà"]


def test_a_renewed_lease_is_not_taken_over(outbox, turns, dead_server):
    ask(outbox, "a")
    turn = dead_server.claim("me")
    turns.renew(turn)
    assert turns.claim("me") is None and turns.abandoned() == []


def test_an_answer_to_a_forgotten_conversation_is_refused(outbox, turns):
    ask(outbox, "a")
    turn = turns.claim("me")
    outbox.forget("me")
    with pytest.raises(ConversationForgotten):
        turns.complete(turn, ANSWER)
    assert turns.claim("me") is None
