"""What is said is pushed to every page of a conversation, also after a break."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack

import pytest

from bot.channels.web import following
from bot.channels.web.following import follow
from bot.channels.web.refusals import Refused
from bot.channels.web.streams import PER_CONVERSATION, Stream, Streams
from bot.outbox import Author, Message, Outbox
from bot.outbox.database import open_outbox
from tests.channels.conftest import serving
from tests.channels.page import Page

ANSWER = Message(Author.AGENT, "un conseiller vous répond", "fr")


def numbers_until(last, events):
    """Numbers of the messages up to message `last`; other events may stand between them."""
    numbers = []
    while last not in numbers:
        event = next(events)
        numbers += [event.id] if event.name == "message" else []
    return numbers


def test_a_page_sees_its_message_the_typing_sign_and_the_answer(server, rasa):
    page = Page(server, "fr")
    go_on = rasa.hold("bonjour")
    with page.stream() as events:
        page.send(text="bonjour")
        first = next(events)
        assert (first.name, first.id, first.data["from"]) == ("message", 1, "student")
        typing = next(events)
        assert (typing.name, typing.id, typing.data) == ("typing", None, {"on": True})
        go_on.set()
        answer = next(events)
        assert (answer.id, answer.data["text"]) == (2, "re: bonjour")
        assert next(events).data == {"on": False}


def test_two_pages_of_a_conversation_see_the_same(server):
    page = Page(server)
    with page.stream() as here, page.stream() as there:
        page.send(text="bonjour")
        assert numbers_until(2, here) == numbers_until(2, there) == [1, 2]


def test_a_reloaded_page_gets_all_and_a_broken_stream_what_it_missed(server):
    page = Page(server)
    page.say("un")
    with page.stream() as events:
        assert [next(events).id for _ in range(2)] == [1, 2]
    page.say("deux")
    with page.stream(after=2) as events:
        assert [next(events).id for _ in range(2)] == [3, 4]
    with page.stream(**{"Last-Event-ID": "3"}) as events:
        assert next(events).id == 4


def test_a_message_is_pushed_once_however_often_it_is_sent(server):
    page = Page(server)
    sent = {"id": "00000000-0000-0000-0000-000000000001", "text": "bonjour"}
    with page.stream() as events:
        for _ in range(3):
            page.post("/messages", sent)
        page.say("fin")
        assert numbers_until(4, events) == [1, 2, 3, 4]


def test_pages_hear_nothing_of_another_conversation(server):
    mine, other = Page(server), Page(server)
    other.say("à moi")
    assert mine.messages() == []
    with mine.stream() as events:
        other.say("encore")
        mine.send(text="bonjour")
        assert next(events).data["text"] == "bonjour"


def test_what_another_process_adds_arrives_within_a_second(server, rasa, tmp_path):
    page = Page(server)
    page.say("bonjour")
    conversation = rasa.heard[0].sender_id
    elsewhere = Outbox(open_outbox(f"sqlite:///{tmp_path / 'outbox.db'}"))
    with page.stream(after=2) as events:
        for _ in range(3):
            began = time.monotonic()
            elsewhere.append(conversation, ANSWER)
            assert next(events).data["from"] == "agent"
            assert time.monotonic() - began < 1.5


def test_a_page_without_streams_asks_and_waits_for_the_same(server, rasa):
    page = Page(server)
    go_on = rasa.hold("bonjour")
    page.send(text="bonjour")
    asked = page.request("GET", "/messages?after=0").json()
    assert [m["number"] for m in asked["messages"]] == [1] and asked["typing"]
    go_on.set()
    answered = page.request("GET", "/messages?after=1&wait=20").json()
    assert [m["number"] for m in answered["messages"]] == [2] and not answered["typing"]


def test_asking_waits_no_longer_than_wanted(server):
    began = time.monotonic()
    asked = Page(server).request("GET", "/messages?wait=1").json()
    assert asked == {"messages": [], "typing": False}
    assert 0.9 < time.monotonic() - began < 10


@pytest.mark.parametrize("query", ["after=x", "after=-1", "wait=1.5", "after=99999999999"])
def test_a_malformed_number_is_refused(server, query):
    page = Page(server)
    assert page.request("GET", f"/messages?{query}").status_code == 400
    assert page.request("GET", "/events", headers={"Last-Event-ID": "x"}).status_code == 400


def test_asking_without_waiting_ends_no_stream(server):
    page = Page(server)
    with ExitStack() as stack:
        streams = [stack.enter_context(page.stream()) for _ in range(PER_CONVERSATION)]
        assert page.messages() == []
        page.send(text="bonjour")
        assert next(streams[0]).id == 1


def test_a_sixth_stream_ends_the_oldest_and_tells_it_why(server):
    page = Page(server)
    with ExitStack() as stack:
        streams = [stack.enter_context(page.stream()) for _ in range(PER_CONVERSATION + 1)]
        assert next(streams[0]).name == "replaced"
        assert list(streams[0]) == []
        page.send(text="bonjour")
        for events in streams[1:]:
            assert next(events).id == 1


def test_the_server_holds_no_more_streams_than_it_may(settings, rasa):
    settings.setenv("TAGHTIA_WEB_STREAMS", "2")
    with serving(rasa) as server, ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(Page(server).stream())
        refused = Page(server).request("GET", "/events")
        assert refused.status_code == 429 and refused.headers["Retry-After"]
        assert refused.json() == {"error": "too_many"}


def test_a_client_that_takes_nothing_in_is_cut_off(settings, rasa, tmp_path):
    settings.setattr("bot.channels.web.events.SLOW_SECONDS", 0.2)
    settings.setenv("TAGHTIA_WEB_STREAMS", "1")
    with serving(rasa) as server:
        page = Page(server)
        page.say("bonjour")
        # More than the buffers between the two hold.
        long = Message(Author.ASSISTANT, "x" * 100_000, "fr")
        elsewhere = Outbox(open_outbox(f"sqlite:///{tmp_path / 'outbox.db'}"))
        elsewhere.append(rasa.heard[0].sender_id, *[long] * 200)
        with page.request("GET", "/events", stream=True):
            deadline = time.monotonic() + 20
            while page.request("GET", "/messages?after=999&wait=1").status_code == 429:
                assert time.monotonic() < deadline


def test_forgetting_ends_the_streams(server):
    page = Page(server)
    page.say("bonjour")
    with page.stream(after=2) as events:
        page.request("DELETE", "/conversation")
        assert next(events).name == "gone"
        assert list(events) == []
    with page.stream() as events:
        assert next(events).name == "gone"


def test_a_stopping_server_ends_its_streams_at_once(settings, rasa):
    with serving(rasa) as server:
        page = Page(server)
        answer = page.request("GET", "/events", stream=True)
    began = time.monotonic()
    assert b"retry" in b"".join(answer.iter_content())
    assert time.monotonic() - began < 5


@pytest.fixture
def outbox(tmp_path):
    return Outbox(open_outbox(f"sqlite:///{tmp_path / 'outbox.db'}"))


async def first_events(outbox, expires_at, count):
    events = follow(outbox, Stream("me"), 0, expires_at)
    return [await anext(events) for _ in range(count)]


def test_a_quiet_stream_shows_that_it_is_alive(outbox, monkeypatch):
    monkeypatch.setattr(following, "HEARTBEAT_SECONDS", 0.01)
    hello, *beats = asyncio.run(first_events(outbox, time.time() + 60, 3))
    assert hello.startswith(": ") and beats == [": still here\n\n"] * 2


def test_a_stream_ends_with_its_token(outbox):
    async def all_events():
        return [event async for event in follow(outbox, Stream("me"), 0, time.time() + 0.05)]

    assert asyncio.run(all_events())[-1] == "event: gone\ndata: {}\n\n"


def test_a_message_of_many_lines_is_one_event(outbox):
    outbox.append("me", Message(Author.ASSISTANT, "un\ndeux\r\ntrois\n\n", "fr"))
    _, message = asyncio.run(first_events(outbox, time.time() + 60, 2))
    assert message.startswith("id: 1\nevent: message\ndata: {") and message.count("\n") == 4


def test_a_closed_house_opens_no_stream():
    async def open_after_close():
        streams = Streams(10)
        streams.close()
        with streams.open("me"):
            pass

    with pytest.raises(Refused):
        asyncio.run(open_after_close())
