"""Several servers share one outbox: what one takes in or says, the pages of all see."""

from __future__ import annotations

import subprocess
import sys
import time
import uuid

import pytest
import redis

from bot.channels.web import watching
from tests.channels.conftest import ScriptedRasa, serving
from tests.channels.page import Page

REDIS = "redis://127.0.0.1:6379/0"
APPEND = """
import sys
from bot.outbox import Author, Message, Outbox
Outbox.from_environment().append(sys.argv[1], Message(Author.AGENT, "bonjour", "fr"))
"""


@pytest.fixture
def with_redis(settings, monkeypatch):
    try:
        redis.Redis.from_url(REDIS, socket_connect_timeout=1).ping()
    except redis.RedisError:
        pytest.skip("no Redis at 127.0.0.1:6379")
    # Nobody else's messages, and nothing but Redis to notice ours by.
    channel = f"taghtia:test:{uuid.uuid4().hex}"
    monkeypatch.setattr("bot.outbox.announcing.CHANNEL", channel)
    monkeypatch.setattr(watching, "CHANNEL", channel)
    monkeypatch.setattr(watching, "LOOK_SECONDS", 3600.0)
    monkeypatch.setenv("TAGHTIA_REDIS_URL", REDIS)
    return channel


def listening(channel):
    client = redis.Redis.from_url(REDIS)
    return client.pubsub_numsub(channel)[0][1]


def wait_for(condition, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_page_on_one_server_sees_at_once_what_another_is_told(with_redis):
    here, there = ScriptedRasa(), ScriptedRasa()
    with serving(here) as first, serving(there) as second:
        wait_for(lambda: listening(with_redis) == 2)
        page = Page(first)
        with page.stream() as events:
            elsewhere = Page(second, token=page.token)
            elsewhere.say("bonjour")
            assert next(events).data["text"] == "bonjour"
    assert (here.texts(), there.texts()) == ([], ["bonjour"])


def test_another_process_wakes_the_page_through_redis(with_redis, tmp_path):
    rasa = ScriptedRasa()
    with serving(rasa) as server:
        wait_for(lambda: listening(with_redis) == 1)
        page = Page(server)
        page.say("bonjour")
        code = APPEND.replace(
            "import sys\n",
            f"import sys\nimport bot.outbox.announcing as a\na.CHANNEL = {with_redis!r}\n",
        )
        with page.stream(after=2) as events:
            command = [sys.executable, "-c", code, rasa.heard[0].sender_id]
            subprocess.run(command, check=True, timeout=120)
            assert next(events).data["from"] == "agent"


def test_without_redis_the_pages_of_another_server_see_it_within_a_second(settings):
    with serving(ScriptedRasa()) as first, serving(ScriptedRasa()) as second:
        page = Page(first)
        page.say("bonjour")
        with page.stream(after=2) as events:
            began = time.monotonic()
            Page(second, token=page.token).send(text="encore")
            assert next(events).data["text"] == "encore"
            assert time.monotonic() - began < 2


def test_a_message_sent_again_to_another_server_is_processed_once(settings):
    here, there = ScriptedRasa(), ScriptedRasa()
    client_id = str(uuid.uuid4())
    with serving(here) as first, serving(there) as second:
        page = Page(first)
        go_on = here.hold("bonjour")
        number = page.send(client_id, text="bonjour")
        wait_for(lambda: here.heard)
        assert Page(second, token=page.token).send(client_id, text="bonjour") == number
        go_on.set()
        page.answers_to(number)
    assert (here.texts(), there.texts()) == (["bonjour"], [])


def test_two_servers_answer_one_conversation_in_its_order(settings):
    here, there = ScriptedRasa(), ScriptedRasa()
    with serving(here) as first, serving(there) as second:
        page = Page(first)
        elsewhere = Page(second, token=page.token)
        go_on = here.hold("un")
        page.send(text="un")
        wait_for(lambda: here.heard)
        last = elsewhere.send(text="deux")
        assert there.texts() == []
        go_on.set()
        page.answers_to(last)
        texts = [m["text"] for m in page.messages() if m["from"] == "assistant"]
    assert texts == ["re: un", "re: deux"]
