"""What was said is kept in order, once, without identifiers, and deleted wholly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.outbox import Author, Message, Outbox
from bot.outbox.database import open_outbox
from bot.outbox.numbering import ConversationForgotten
from bot.outbox.tables import feedback
from bot.outbox.votes import NothingToVoteOn
from identifiers.database import now

ANSWER = Message(Author.ASSISTANT, "400 dirhams", "fr", {"name": "utter_ask_contribution"})


def asked(text="combien ?"):
    return Message(Author.STUDENT, text, "fr")


def ask(outbox, client_id, conversation="me", text="combien ?"):
    return outbox.take_in(conversation, client_id, asked(text), text, "fr")


def texts(outbox, conversation="me", after=0):
    return [m.content["text"] for m in outbox.read(conversation, after).messages]


def test_messages_are_numbered_from_one_in_each_conversation(outbox):
    assert outbox.append("me", ANSWER, ANSWER) == [1, 2]
    assert outbox.append("you", ANSWER) == [1]
    assert ask(outbox, "a") == 3
    assert [m.number for m in outbox.read("me", after=1).messages] == [2, 3]


def test_a_message_sent_again_keeps_its_number_and_is_kept_once(outbox):
    assert ask(outbox, "a") == ask(outbox, "a") == 1
    assert outbox.find("me", "a") == 1 and outbox.find("you", "a") is None
    assert len(texts(outbox)) == 1


def test_a_message_sent_by_many_connections_at_once_is_kept_once(outbox):
    with ThreadPoolExecutor(8) as pool:
        numbers = set(pool.map(lambda _: ask(outbox, "a"), range(16)))
    assert numbers == {1} and len(texts(outbox)) == 1


def test_many_writers_leave_no_gap_and_no_double(outbox):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: ask(outbox, f"{n % 20}"), range(40)))
    assert [m.number for m in outbox.read("me").messages] == list(range(1, 21))


def test_placeholders_of_identifiers_are_never_shown(outbox):
    ask(outbox, "a", text="ma CIN est <cin:1a2b3c4d> et né le <birth_date:00000000>")
    (message,) = outbox.read("me").messages
    assert message.as_json()["text"] == "ma CIN est ••• et né le •••"


def test_a_message_carries_what_its_screen_needs(outbox):
    outbox.append("me", ANSWER)
    ask(outbox, "a")
    answer, question = (m.as_json() for m in outbox.read("me").messages)
    moment = datetime.fromisoformat(answer.pop("at"))
    assert moment.utcoffset() == timedelta(0)
    assert answer == {
        "number": 1,
        "from": "assistant",
        "text": "400 dirhams",
        "language": "fr",
        "name": "utter_ask_contribution",
        "helpful": None,
    }
    assert question["client_id"] == "a" and "helpful" not in question


def test_a_vote_is_kept_with_the_response_and_may_be_changed(outbox):
    ask(outbox, "a")
    outbox.append("me", ANSWER)
    outbox.vote("me", 2, True)
    outbox.vote("me", 2, False)
    assert outbox.read("me").messages[1].helpful is False
    with outbox.engine.connect() as connection:
        (vote,) = connection.execute(select(feedback)).all()
    assert (vote.response, vote.helpful) == ("utter_ask_contribution", False)


@pytest.mark.parametrize("number", [1, 7])
def test_only_answers_can_be_voted_on(outbox, number):
    ask(outbox, "a")
    with pytest.raises(NothingToVoteOn):
        outbox.vote("me", number, True)


def test_a_forgotten_conversation_is_empty_takes_nothing_and_leaves_the_vote_loose(outbox):
    ask(outbox, "a")
    outbox.append("me", ANSWER)
    outbox.append("you", ANSWER)
    outbox.vote("me", 2, True)
    assert outbox.forget("me") == {"messages": 2, "feedback_links": 1}
    for refused in (
        lambda: outbox.read("me"),
        lambda: outbox.append("me", ANSWER),
        lambda: ask(outbox, "b"),
        lambda: outbox.find("me", "a"),
        lambda: outbox.vote("me", 2, False),
    ):
        with pytest.raises(ConversationForgotten):
            refused()
    with outbox.engine.connect() as connection:
        (vote,) = connection.execute(select(feedback)).all()
    assert vote.conversation is None and vote.helpful
    assert texts(outbox, "you") == ["400 dirhams"]
    assert outbox.positions(["me", "you", "they"])["me"].forgotten


def test_a_conversation_in_which_nothing_was_said_can_be_forgotten(outbox):
    assert outbox.forget("me") == {"messages": 0, "feedback_links": 0}
    with pytest.raises(ConversationForgotten):
        ask(outbox, "a")


def test_what_is_past_its_time_is_deleted_and_votes_stay(outbox):
    outbox.append("me", ANSWER)
    outbox.vote("me", 1, True)
    assert outbox.sweep(now() - timedelta(hours=1)) == 0
    assert outbox.sweep(now() + timedelta(hours=1)) == 1
    assert texts(outbox) == []
    assert outbox.append("me", ANSWER) == [1]
    assert outbox.read("me").messages[0].helpful


def test_a_long_conversation_is_read_in_pages(outbox):
    outbox.append("me", *[ANSWER] * 250)
    first = outbox.read("me").messages
    assert len(first) == 200
    assert len(outbox.read("me", first[-1].number).messages) == 50


def test_listeners_hear_of_every_change(outbox):
    heard: list[str] = []
    outbox.subscribe(heard.append)
    outbox.append("me", ANSWER)
    ask(outbox, "a", "you")
    ask(outbox, "a", "you")
    outbox.forget("they")
    assert heard == ["me", "you", "they"]


def test_servers_that_start_at_once_share_one_outbox(url):
    def start_and_append(_):
        return Outbox(open_outbox(url)).append("me", ANSWER)

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(start_and_append, range(3))) == [[1], [2], [3]]


def test_what_is_told_by_a_key_is_told_once_from_wherever(outbox):
    key = "00000000-0000-0000-0000-0000000000aa"
    with ThreadPoolExecutor(4) as pool:
        numbers = set(pool.map(lambda _: outbox.append_once("me", key, ANSWER), range(8)))
    assert numbers == {1} and texts(outbox) == ["400 dirhams"]


def test_what_was_said_before_a_message_is_deleted_and_the_talk_goes_on(outbox):
    outbox.append("me", ANSWER)
    outbox.vote("me", 1, helpful=True)
    number = ask(outbox, "a", text="effacez tout")
    outbox.append("you", ANSWER)
    outbox.forget_before("me", number)
    assert texts(outbox) == ["effacez tout"] and texts(outbox, "you") == ["400 dirhams"]
    assert outbox.append("me", ANSWER) == [3]
    with outbox.engine.connect() as connection:
        assert connection.execute(select(feedback.c.conversation)).scalars().all() == [None]
