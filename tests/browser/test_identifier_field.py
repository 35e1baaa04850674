"""Identity numbers: hidden while typed, never kept on the device, never waiting for a network."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.messages import asking

CIN = "ZZ100001"


@pytest.fixture
def visitor(visit):
    return visit("fr")


@pytest.fixture
def chat(channel, visitor):
    channel.answers["/track_application"] = [asking("cin", "Quel est votre numéro de CIN ?")]
    channel.answers[CIN] = [asking("massar_code", "Quel est votre code Massar ?")]
    channel.answers["Z100000001"] = [asking("birth_date", "Quelle est votre date de naissance ?")]
    channel.answers["annuler"] = [{"text": "C'est annulé.", "language": "fr"}]
    chat = ChatPage(visitor.open(channel.url))
    chat.press("Où en est ma demande\N{NO-BREAK SPACE}?")
    expect(chat.page.get_by_label("Numéro de CIN")).to_be_visible()
    return chat


def test_each_identifier_has_a_hidden_field_with_its_name_and_keyboard(channel, chat):
    field = chat.page.get_by_label("Numéro de CIN")
    expect(field).to_have_css("-webkit-text-security", "disc")
    expect(field).to_have_attribute("autocapitalize", "characters")
    # A spelling service or a form memory would take the number elsewhere.
    expect(field).to_have_attribute("spellcheck", "false")
    expect(field).to_have_attribute("autocomplete", "off")
    chat.ask(CIN)
    expect(chat.page.get_by_label("Code Massar (ou CNE)")).to_be_visible()
    chat.ask("Z100000001")
    expect(chat.page.get_by_label("Date de naissance")).to_have_attribute("inputmode", "numeric")
    chat.ask("05032005")
    assert channel.sent[-1]["text"] == "05/03/2005"
    # Nothing more is asked for: the field for questions is back.
    expect(chat.page.get_by_label("Votre question")).to_be_visible()


def test_the_number_can_be_looked_at(chat):
    chat.field.fill(CIN)
    chat.press("Afficher")
    expect(chat.field).to_have_css("-webkit-text-security", "none")
    expect(chat.field).to_be_focused()
    expect(chat.page.get_by_role("button", name="Afficher")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_a_number_is_never_shown_in_the_conversation(channel, chat):
    channel.think = 0.3
    chat.say(CIN)
    expect(chat.mine.last).to_contain_text("•••")
    expect(chat.page.get_by_label("Code Massar (ou CNE)")).to_be_visible()
    assert CIN not in chat.page.locator("taghtia-chat").inner_text()
    assert chat.field.input_value() == ""


def test_one_can_write_something_else_meanwhile(channel, chat):
    chat.press("Écrire autre chose")
    expect(chat.page.get_by_label("Votre question")).to_be_focused()
    chat.ask("annuler")
    expect(chat.last).to_contain_text("C'est annulé.")
    expect(chat.mine.last).to_contain_text("annuler")


def test_a_number_is_not_kept_for_later_when_there_is_no_network(channel, chat, visitor):
    before = len(channel.sent)
    visitor.context.set_offline(True)
    chat.say(CIN)
    expect(chat.page.locator(".message.system")).to_contain_text("n’est donc pas gardé")
    expect(chat.page.locator(".message.failed .bubble")).to_contain_text("•••")
    assert CIN not in chat.stored()
    visitor.context.set_offline(False)
    chat.ask(CIN)
    assert [body["text"] for body in channel.sent[before:]] == [CIN]


def test_a_number_is_not_kept_when_the_server_is_away(channel, chat):
    channel.down = True
    chat.say(CIN)
    expect(chat.page.locator(".message.system")).to_contain_text("n’est donc pas gardé")
    assert CIN not in chat.stored()


@pytest.mark.parametrize(
    "text",
    [
        "mon cin est AB123456",
        "né le 5/3/2005",
        "G13 0000 4567",
        "moi@exemple.ma",
        "رقمي ٠٦١٢٣٤٥٦٧٨",
    ],
)
def test_a_number_in_a_free_message_is_not_kept_either(channel, visit, text):
    visitor = visit("fr")
    chat = ChatPage(visitor.open(channel.url))
    visitor.context.set_offline(True)
    chat.say(text)
    expect(chat.page.locator(".message.system")).to_contain_text("numéro personnel")
    assert "outbox" not in chat.stored()


def test_an_ordinary_question_with_a_number_may_wait(channel, visit):
    visitor = visit("fr")
    chat = ChatPage(visitor.open(channel.url))
    visitor.context.set_offline(True)
    chat.say("pourquoi 400 dirhams en 2 fois ?")
    expect(chat.page.locator(".message.waiting .note")).to_contain_text("En attente")
    assert "400 dirhams" in chat.stored()


def test_what_is_asked_for_is_known_after_a_reload(chat):
    chat.page.reload()
    expect(chat.page.get_by_label("Numéro de CIN")).to_be_visible()


def test_dictation_is_not_offered_while_a_number_is_due(chat):
    expect(chat.page.get_by_role("button", name="Dicter")).to_have_count(0)
    chat.press("Écrire autre chose")
    expect(chat.page.get_by_role("button", name="Dicter")).to_have_count(0)
