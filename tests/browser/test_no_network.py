"""Messages that wait, answers that get lost, proxies that hold streams back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage


@pytest.fixture
def visitor(visit):
    return visit("fr")


@pytest.fixture
def chat(channel, visitor):
    channel.answers["avant"] = [{"text": "Réponse avant.", "language": "fr"}]
    channel.answers["un"] = [{"text": "Réponse un.", "language": "fr"}]
    channel.answers["deux"] = [{"text": "Réponse deux.", "language": "fr"}]
    return ChatPage(visitor.open(channel.url))


def streams_of(channel) -> int:
    return sum(path.endswith("/events") for _, path, _ in channel.requests)


def ids(channel) -> list[str]:
    return [body["id"] for body in channel.sent]


def test_messages_wait_offline_and_go_once_and_in_order(channel, chat, visitor):
    chat.ask("avant")
    visitor.context.set_offline(True)
    chat.say("un")
    chat.say("deux")
    expect(chat.notice).to_contain_text("Pas de connexion")
    expect(chat.page.locator(".message.waiting .note").last).to_contain_text("En attente")
    visitor.context.set_offline(False)
    expect(chat.answers).to_have_text([re.compile("avant"), re.compile("un"), re.compile("deux")])
    expect(chat.notice).to_be_hidden()
    expect(chat.page.locator(".message.waiting")).to_have_count(0)
    assert [body["text"] for body in channel.sent] == ["avant", "un", "deux"]


def test_a_message_written_offline_outlives_a_reload(channel, chat, visitor):
    chat.ask("avant")
    chat.page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    visitor.context.set_offline(True)
    chat.say("un")
    expect(chat.page.locator(".message.waiting")).to_have_count(1)
    # The service worker has the page, though there is no network.
    chat.page.reload()
    expect(chat.page.locator(".message.waiting .bubble")).to_contain_text("un")
    visitor.context.set_offline(False)
    expect(chat.answers.last).to_have_text(re.compile("Réponse un."))
    expect(chat.answers).to_have_count(2)
    # However often it was sent, it was said once.
    assert len(set(ids(channel))) == 2
    expect(chat.mine).to_have_count(2)


def test_the_first_message_can_be_written_offline_too(channel, chat, visitor):
    visitor.context.set_offline(True)
    chat.say("un")
    expect(chat.page.locator(".message.waiting")).to_have_count(1)
    visitor.context.set_offline(False)
    expect(chat.last).to_contain_text("Réponse un.")
    assert len(channel.conversations) == 1


def test_a_retry_after_a_lost_answer_is_the_same_message(channel, chat):
    channel.lose_answers = 2
    chat.say("un")
    expect(chat.last).to_contain_text("Réponse un.")
    chat.ask("deux")
    expect(chat.answers).to_have_count(2)
    expect(chat.mine).to_have_count(2)
    assert len(set(ids(channel))) == 2
    texts = [m["text"] for m in channel.conversation.messages if m["from"] == "student"]
    assert texts == ["un", "deux"]


def test_the_server_comes_back_after_being_away(channel, chat):
    chat.ask("avant")
    channel.down = True
    chat.say("un")
    expect(chat.notice).to_contain_text("Pas de connexion")
    channel.down = False
    expect(chat.last).to_contain_text("Réponse un.")
    expect(chat.notice).to_be_hidden()


def test_too_many_messages_wait_as_long_as_the_server_says(channel, chat):
    channel.busy = 1
    chat.say("un")
    expect(chat.notice).to_contain_text("Trop de messages")
    expect(chat.last).to_contain_text("Réponse un.")
    assert len(set(ids(channel))) == 1 and len(channel.sent) == 2


def test_a_refused_message_says_so_and_does_not_hold_up_the_next(channel, chat):
    channel.refuse = {"fr": "Ce message est trop long.", "ar": "هذه الرسالة طويلة جدا."}
    chat.say("un")
    expect(chat.page.locator(".message.failed .note")).to_have_text("Non envoyé")
    expect(chat.page.locator(".message.system")).to_contain_text("Ce message est trop long.")
    channel.refuse = None
    chat.ask("deux")
    expect(chat.last).to_contain_text("Réponse deux.")


def test_where_streams_are_held_back_long_polling_takes_over(channel, chat):
    channel.hold_streams = True
    chat.page.clock.install()
    chat.say("un")
    expect(chat.page.locator(".typing")).to_be_visible()
    # The stream is open, and nothing comes: after 12 seconds of that, and a pause, it polls.
    for _ in range(20):
        chat.page.clock.run_for(1_000)
    expect(chat.last).to_contain_text("Réponse un.")
    channel.push(**{"from": "agent", "text": "Toujours là ?"})
    for _ in range(3):
        chat.page.clock.run_for(1_000)
    expect(chat.page.locator(".message.agent")).to_contain_text("Toujours là ?")
    polls = [
        path for method, path, _ in channel.requests if (method, path[-8:]) == ("GET", "messages")
    ]
    assert 1 <= len(polls) <= 4


def test_messages_that_are_streamed_twice_are_shown_once(channel, chat):
    chat.ask("un")
    first = channel.conversation.messages[1]
    channel.push(**{"from": "agent", "text": "ensuite"})
    channel.call(lambda: channel.conversation.messages.append(first))
    channel.push(**{"from": "agent", "text": "fin"})
    expect(chat.page.locator(".message.agent")).to_have_count(2)
    expect(chat.answers).to_have_count(1)


def test_a_tab_that_newer_ones_replaced_does_not_come_back_at_once(channel, chat):
    channel.replace_streams = True
    chat.page.clock.install()
    chat.say("un")
    expect(chat.page.locator(".typing")).to_be_visible()
    for _ in range(20):
        chat.page.clock.run_for(1_000)
    assert streams_of(channel) == 1
    channel.replace_streams = False
    for _ in range(12):
        chat.page.clock.run_for(1_000)
    expect(chat.last).to_contain_text("Réponse un.")
    assert streams_of(channel) == 2
