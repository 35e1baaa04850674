"""A conversation after a reload and in two tabs, and how it ends: expired, gone, forgotten."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.messages import ANSWER, GREETING


@pytest.fixture
def visitor(visit):
    return visit("fr")


@pytest.fixture
def chat(channel, visitor):
    channel.answers["bonjour"] = [GREETING]
    channel.answers["combien"] = [ANSWER]
    return ChatPage(visitor.open(channel.url))


def test_the_conversation_is_there_after_a_reload_with_its_buttons_and_votes(channel, chat):
    chat.ask("combien")
    chat.press("Oui")
    expect(chat.page.locator(".rating .said")).to_have_text("Merci, c’est noté.")
    channel.call(lambda: channel.conversation.messages[1].update(helpful=True))
    chat.ask("bonjour")
    chat.page.reload()
    expect(chat.answers).to_have_count(2)
    expect(chat.page.get_by_role("button", name="Les étapes")).to_be_visible()
    chat.page.get_by_role("button", name="Que faire de cette réponse").first.click()
    expect(chat.page.get_by_role("button", name="Oui")).to_have_attribute("aria-pressed", "true")
    assert len(channel.conversations) == 1


def test_an_expired_token_is_not_used_again(channel, chat):
    channel.expires_in = 1
    chat.ask("bonjour")
    chat.page.wait_for_function(
        """() => Object.entries(localStorage).some(([key, value]) =>
             key.endsWith(":session") && JSON.parse(value).until < Date.now())"""
    )
    chat.page.reload()
    expect(chat.page.locator(".welcome")).to_be_visible()
    assert ":session" not in chat.stored()


def test_only_a_token_is_kept_in_the_browser(chat):
    chat.ask("bonjour")
    assert "bonjour" not in chat.stored().lower()


def test_forget_me_deletes_at_the_server_and_here(channel, chat):
    chat.ask("bonjour")
    chat.menu("Effacer ma conversation")
    chat.page.get_by_role("dialog").get_by_role("button", name="Effacer").click()
    expect(chat.notice).to_contain_text("Tout est effacé")
    expect(chat.answers).to_have_count(0)
    expect(chat.page.locator(".welcome")).to_be_visible()
    assert channel.conversations == {}
    assert ":session" not in chat.stored() and ":outbox" not in chat.stored()


def test_forgetting_can_be_thought_better_of(channel, chat):
    chat.ask("bonjour")
    chat.menu("Effacer ma conversation")
    chat.page.get_by_role("dialog").get_by_role("button", name="Garder").click()
    expect(chat.answers).to_have_count(1)
    assert len(channel.conversations) == 1


def test_forgetting_that_did_not_reach_the_server_is_not_claimed(channel, chat):
    chat.ask("bonjour")
    channel.down = True
    chat.menu("Effacer ma conversation")
    chat.page.get_by_role("dialog").get_by_role("button", name="Effacer").click()
    expect(chat.notice).to_contain_text("Rien n’a été effacé")
    expect(chat.answers).to_have_count(1)


def test_a_conversation_that_is_gone_makes_room_for_a_new_one(channel, chat):
    chat.ask("bonjour")
    channel.forget_all()
    expect(chat.page.locator(".message.system")).to_contain_text("Une nouvelle commence")
    chat.ask("combien")
    expect(chat.last).to_contain_text("400 dirhams")
    assert len(channel.conversations) == 1


def test_a_second_tab_shows_the_same_and_follows(channel, chat, visitor):
    chat.ask("bonjour")
    second = ChatPage(visitor.open(channel.url))
    expect(second.last).to_contain_text("Bonjour !")
    second.ask("combien")
    expect(chat.last).to_contain_text("400 dirhams")
    expect(chat.mine.last).to_contain_text("combien")
    assert len(channel.conversations) == 1
    assert len({body["id"] for body in channel.sent}) == len(channel.sent) == 2


def test_forgetting_in_one_tab_clears_the_other(channel, chat, visitor):
    chat.ask("bonjour")
    second = ChatPage(visitor.open(channel.url))
    expect(second.last).to_contain_text("Bonjour !")
    second.menu("Effacer ma conversation")
    second.page.get_by_role("dialog").get_by_role("button", name="Effacer").click()
    expect(chat.answers).to_have_count(0)
    # Both go on in one new conversation.
    chat.ask("combien")
    expect(second.last).to_contain_text("400 dirhams")
    assert len(channel.conversations) == 1
