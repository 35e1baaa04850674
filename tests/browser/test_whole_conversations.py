"""Whole conversations with the trained assistant, on phone and desktop, in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.conftest import everything_written

# An invented person of the demo store.
CIN, MASSAR, BORN = "ZZ100001", "Z100000001", "05032005"
LOOKS = pytest.mark.parametrize("phone", [True, False], ids=["phone", "desktop"])


@pytest.fixture
def opened(assistant, visit):
    def open_chat(language: str, phone: bool = True, **more) -> ChatPage:
        return ChatPage(visit(language, phone, **more).open(assistant.url))

    return open_chat


@LOOKS
def test_an_arabic_talk_about_cost_and_offices(opened, phone):
    chat = opened("ar", phone)
    expect(chat.page.locator("html")).to_have_attribute("dir", "rtl")
    answer = chat.ask("شحال خاصني نخلص")
    expect(answer).to_contain_text("400")
    expect(answer).to_have_attribute("dir", "rtl")
    chat.press("المصدر؟")
    expect(chat.answers).to_have_count(2)
    chat.ask("أقرب مكتب للداخلة")
    card = chat.last.locator(".office")
    expect(card).to_contain_text("كلم")
    expect(card.get_by_role("link")).to_have_attribute("href", re.compile("^https://.*maps"))
    chat.page.locator(".reply:visible").first.click()
    expect(chat.answers).to_have_count(4)
    expect(chat.last.locator(".office")).to_have_count(1)


@LOOKS
def test_a_french_talk_through_the_four_steps(opened, phone):
    chat = opened("fr", phone)
    chat.press("Comment m’inscrire\N{NO-BREAK SPACE}?")
    expect(
        chat.last.get_by_role("list", name="Les 4 étapes").get_by_role("listitem")
    ).to_have_count(4)
    for step in range(1, 5):
        chat.press("Étape suivante")
        picture = re.compile(f"Étape {step} sur 4")
        expect(chat.last.get_by_role("img", name=picture)).to_be_visible()
    expect(chat.last).to_have_attribute("lang", "fr")


@LOOKS
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_an_application_is_told_from_hidden_numbers_that_stay_nowhere(
    assistant, opened, language, phone
):
    chat = opened(language, phone)
    chat.page.locator(".suggestion").nth(1).click()
    for number in (CIN, MASSAR, BORN):
        expect(chat.page.locator(".field.secret")).to_be_visible()
        chat.ask(number)
    expect(chat.page.locator(".progress .accepted")).to_be_visible()
    expect(chat.page.locator("#question")).to_be_visible()
    chat.page.reload()
    expect(chat.page.locator(".progress .accepted")).to_be_visible()
    shown = chat.page.locator("taghtia-chat").inner_text()
    for number in (CIN, MASSAR, "05/03/2005", BORN):
        assert number not in shown
        assert number not in chat.stored()
        assert number not in everything_written(assistant.state)


def test_a_place_that_is_shared_gives_the_distance_and_is_kept_nowhere(assistant, opened):
    place = {"latitude": 34.0331, "longitude": -5.0003}
    chat = opened("fr", geolocation=place, permissions=["geolocation"])
    chat.page.locator(".composer").get_by_role("button", name="Partager ma position").click()
    expect(chat.last.locator(".office")).to_contain_text("À environ")
    expect(chat.mine.last).to_contain_text("Ma position")
    assert "34.0331" not in everything_written(assistant.state)


def test_the_language_follows_the_person(opened):
    chat = opened("ar")
    expect(chat.ask("comment je m'inscris ?")).to_have_attribute("lang", "fr")
    chat.press("Français")
    expect(chat.answers).to_have_count(2)
    expect(chat.ask("شنو كيغطي التأمين؟")).to_have_attribute("lang", "fr")


def test_a_hostile_message_is_answered_like_any_other(opened):
    chat = opened("fr")
    hostile = (
        "<img src=x onerror=alert(1)> \u202e</script><script>document.title='x'</script> AMO ?"
    )
    chat.ask(hostile)
    expect(chat.mine.last).to_contain_text("AMO ?")
    shown = chat.mine.last.inner_text()
    assert (
        "\u202e" not in shown and "<img" not in shown and chat.mine.last.locator("img").count() == 0
    )
    assert chat.page.title() == "Taghtia · تغطية"


def test_offline_and_back_with_the_real_server(opened):
    chat = opened("fr")
    chat.ask("bonjour")
    chat.page.context.set_offline(True)
    chat.say("combien ça coûte ?")
    expect(chat.notice).to_contain_text("Pas de connexion")
    chat.page.context.set_offline(False)
    expect(chat.last).to_contain_text("400")
    expect(chat.mine).to_have_count(2)


def test_two_tabs_and_forgetting_with_the_real_server(assistant, visit):
    visitor = visit("fr")
    first = ChatPage(visitor.open(assistant.url))
    first.ask("combien ça coûte ?")
    second = ChatPage(visitor.open(assistant.url))
    expect(second.last).to_contain_text("400")
    second.press("Oui")
    expect(second.page.locator(".rating .said")).to_have_text("Merci, c’est noté.")
    second.menu("Effacer ma conversation")
    second.page.get_by_role("dialog").get_by_role("button", name="Effacer").click()
    expect(second.notice).to_contain_text("Tout est effacé")
    expect(first.answers).to_have_count(0)
    first.page.reload()
    expect(first.page.locator(".welcome")).to_be_visible()
