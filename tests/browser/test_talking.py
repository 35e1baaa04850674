"""A conversation from the person's side: replies, typing, suggestions, restoring, forgetting."""

from __future__ import annotations

import re

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


def test_nothing_is_asked_of_the_server_before_something_is_said(channel, chat):
    expect(chat.page.get_by_role("heading", name="Bonjour, je suis Taghtia.")).to_be_visible()
    assert channel.requests == []


def test_a_suggestion_begins_the_conversation(channel, chat):
    chat.press("Comment m’inscrire\N{NO-BREAK SPACE}?")
    expect(chat.last).to_have_text(re.compile("Entendu"))
    expect(chat.mine).to_contain_text(["Comment m’inscrire\N{NO-BREAK SPACE}?"])
    assert channel.sent[0]["payload"] == "/ask_enrollment_steps"
    assert channel.conversation.language == "fr"
    expect(chat.page.locator(".welcome")).to_be_hidden()


def test_a_quick_reply_is_sent_as_its_payload_and_shown_as_its_title(channel, chat):
    chat.ask("bonjour")
    chat.press("Les étapes")
    expect(chat.answers).to_have_count(2)
    assert channel.sent[-1]["payload"] == "/ask_enrollment_steps"
    expect(chat.mine.last).to_contain_text("Les étapes")
    # The buttons of an answer that was gone on from are put away.
    expect(chat.page.get_by_role("button", name="Les étapes")).to_have_count(0)


def test_typing_is_shown_while_the_answer_is_made(channel, chat):
    channel.think = 0.4
    chat.say("bonjour")
    expect(chat.page.locator(".typing")).to_be_visible()
    expect(chat.last).to_contain_text("Bonjour !")
    expect(chat.page.locator(".typing")).to_be_hidden()


def test_an_agent_speaks_unasked_and_by_name(channel, chat):
    chat.ask("bonjour")
    channel.push(**{"from": "agent", "text": "Je regarde votre dossier."})
    agent = chat.page.locator(".message.agent")
    expect(agent).to_contain_text("Je regarde votre dossier.")
    expect(agent.locator(".name")).to_have_text("Conseiller")


def test_a_new_message_does_not_pull_a_reader_away(channel, chat):
    channel.answers["long"] = [{**ANSWER, "text": "ligne\n" * 60}]
    chat.ask("long")
    scroll = chat.page.locator(".scroll")
    scroll.evaluate("(s) => { s.scrollTop = 0; }")
    channel.push(**{"from": "agent", "text": "Une nouvelle."})
    chat.press("Nouveau message")
    expect(chat.page.locator(".message.agent")).to_be_in_viewport()
    assert scroll.evaluate("(s) => s.scrollTop") > 0


def test_a_long_answer_is_read_from_its_beginning(channel, chat):
    channel.answers["long"] = [{**ANSWER, "text": "début\n" + "ligne\n" * 60}]
    chat.ask("long")
    expect(chat.last.locator("p", has_text="début")).to_be_in_viewport()


def test_whether_an_answer_helped_is_asked_and_can_be_changed(channel, chat):
    chat.ask("bonjour")
    expect(chat.page.locator(".rating")).to_have_count(0)
    chat.ask("combien")
    chat.press("Oui")
    expect(chat.page.locator(".rating .said")).to_have_text("Merci, c’est noté.")
    chat.press("Non")
    expect(chat.page.get_by_role("button", name="Non")).to_have_attribute("aria-pressed", "true")
    expect(chat.page.get_by_role("button", name="Oui")).to_have_attribute("aria-pressed", "false")
    votes = [body for _, path, body in channel.requests if path.endswith("feedback")]
    assert votes == [{"number": 4, "helpful": True}, {"number": 4, "helpful": False}]


def test_a_vote_that_did_not_arrive_is_taken_back(channel, chat):
    chat.ask("combien")
    channel.down = True
    chat.press("Oui")
    expect(chat.page.locator(".rating .said")).to_contain_text("n’est pas passé")
    expect(chat.page.get_by_role("button", name="Oui")).to_have_attribute("aria-pressed", "false")


def test_the_source_is_one_press_away(channel, chat):
    chat.ask("combien")
    chat.press("Source\N{NO-BREAK SPACE}?")
    expect(chat.answers).to_have_count(2)
    assert channel.sent[-1]["payload"] == "/ask_source"


def test_an_answer_is_copied_as_text(channel, chat, visitor):
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.ask("combien")
    chat.press("Copier")
    expect(chat.page.get_by_text("Copié", exact=True)).to_be_visible()
    assert chat.page.evaluate("navigator.clipboard.readText()") == "400 dirhams par an."


def test_the_language_is_switched_everywhere_and_told_to_the_assistant(channel, chat):
    chat.ask("bonjour")
    chat.press("العربية")
    expect(chat.page.locator("html")).to_have_attribute("lang", "ar")
    expect(chat.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(chat.field).to_have_attribute("placeholder", "سؤالك")
    expect(chat.answers.first).to_have_attribute("dir", "ltr")
    expect(chat.answers).to_have_count(2)
    assert channel.sent[-1]["payload"] == '/choose_language{"language_choice": "ar"}'.replace(
        ": ", ":"
    )
    chat.page.reload()
    expect(chat.page.locator("html")).to_have_attribute("lang", "ar")


def test_the_language_chosen_before_a_word_was_said_opens_the_conversation(channel, chat):
    chat.press("العربية")
    assert channel.requests == []
    chat.ask("salam")
    assert channel.conversation.language == "ar"


def test_the_theme_follows_the_device_and_then_the_person(channel, visit):
    chat = ChatPage(visit("fr", dark=True).open(channel.url))
    page = chat.page.locator("html")
    expect(page).to_have_attribute("data-theme", "dark")
    chat.menu("Thème clair")
    expect(page).to_have_attribute("data-theme", "light")
    chat.page.reload()
    expect(page).to_have_attribute("data-theme", "light")


def test_what_is_being_written_survives_a_change_of_language(chat):
    chat.field.fill("ma question")
    chat.press("العربية")
    expect(chat.field).to_have_value("ma question")


def test_one_answer_or_the_conversation_is_printed_and_nothing_else(channel, chat):
    chat.ask("bonjour")
    chat.ask("combien")
    chat.page.evaluate("window.print = () => {}")
    chat.press("Imprimer")
    chat.page.emulate_media(media="print")
    expect(chat.last).to_be_visible()
    expect(chat.answers.first).to_be_hidden()
    expect(chat.page.locator(".stamp")).to_contain_text("Imprimé le")
    for part in (".composer", ".tools", ".notice", ".menu-place"):
        expect(chat.page.locator(part).last).to_be_hidden()
    chat.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(chat.answers.first).to_be_visible()


def test_the_field_grows_with_what_is_written_and_shift_enter_is_a_new_line(channel, chat):
    height = chat.field.bounding_box()["height"]
    chat.field.press_sequentially("une")
    chat.field.press("Shift+Enter")
    chat.field.press_sequentially("deux")
    assert chat.field.bounding_box()["height"] > height
    assert channel.sent == []
    chat.field.press("Enter")
    expect(chat.mine.last.locator("p")).to_have_count(2)
    assert chat.field.bounding_box()["height"] == pytest.approx(height, abs=2)
