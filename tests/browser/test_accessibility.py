"""WCAG 2.2 AA: axe-core finds nothing, and what it cannot see: keyboard, speech, zoom, motion."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.messages import OFFICE_ANSWER, STEPS, asking, status_answer

AXE = Axe()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}


def assert_axe_finds_nothing(page) -> None:
    found = AXE.run(page, options=RULES).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


@pytest.fixture
def full(channel):
    """A channel whose answers show everything that the widget can show."""
    for language in ("fr", "ar"):
        channel.answers[f"steps {language}"] = [STEPS[language]]
        channel.answers[f"step {language}"] = [{**STEPS[language], "step": 2, "text": "2."}]
        for status in ("accepted", "rejected_other_coverage", "incomplete"):
            channel.answers[f"{status} {language}"] = [status_answer(status, language)]
        channel.answers[f"cin {language}"] = [asking("cin", "CIN ?", language)]
    channel.answers["office"] = [OFFICE_ANSWER]
    channel.answers["phone"] = [
        {"text": "Urgence : 15, 0538 00 20 20 ou www.cnops.org.ma", "language": "fr"}
    ]
    return channel


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_axe_finds_nothing_with_cards_pictures_forms_and_dialogs_open(full, visit, language, dark):
    chat = ChatPage(visit(language, dark=dark).open(full.url))
    assert_axe_finds_nothing(chat.page)
    for text in ("steps", "step", "accepted", "rejected_other_coverage", "incomplete"):
        chat.ask(f"{text} {language}")
    for text in ("office", "phone"):
        chat.ask(text)
    full.push(**{"from": "agent", "text": "Bonjour"})
    expect(chat.page.locator(".message.agent")).to_be_visible()
    assert_axe_finds_nothing(chat.page)
    chat.page.locator(".menu-place > button").click()
    assert_axe_finds_nothing(chat.page)
    chat.page.locator(".menu .entry").last.click()
    assert_axe_finds_nothing(chat.page)
    chat.page.keyboard.press("Escape")
    chat.ask(f"cin {language}")
    expect(chat.page.locator(".above label")).to_be_visible()
    chat.page.context.set_offline(True)
    chat.say("AB123456")
    expect(chat.notice).to_be_visible()
    assert_axe_finds_nothing(chat.page)


def test_everything_is_reached_and_left_by_keyboard(full, visit):
    page = visit("fr", phone=False).open(full.url)
    chat = ChatPage(page)

    def focused() -> str:
        return page.evaluate(
            """() => { let e = document.activeElement;
            while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
            return e.ariaLabel || e.placeholder || e.innerText; }"""
        )

    reached = []
    for _ in range(14):
        page.keyboard.press("Tab")
        reached.append(focused())
    # In the order in which they are seen: bar, conversation, suggestions, field, sending.
    order = [
        "العربية",
        "Menu",
        "Conversation",
        "Comment m’inscrire\N{NO-BREAK SPACE}?",
        "Qui y a droit\N{NO-BREAK SPACE}?",
    ]
    order += ["Votre question", "Envoyer"]
    places = [reached.index(name) for name in order]
    assert places == sorted(places)
    # The menu opens, closes by Escape, and gives the focus back.
    page.locator(".menu-place > button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".menu")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".menu")).to_be_hidden()
    assert focused() == "Menu"
    # A reply that is pressed goes, and the focus is not lost with it.
    chat.ask("steps fr")
    page.get_by_role("button", name="Étape suivante").focus()
    page.keyboard.press("Enter")
    expect(chat.answers).to_have_count(2)
    assert focused() == "Votre question"


def test_new_messages_are_announced_and_restored_ones_are_not(full, visit):
    chat = ChatPage(visit("ar").open(full.url))
    live = chat.page.locator("[aria-live=polite]")
    chat.ask("steps fr")
    said = live.locator("p")
    expect(said).to_contain_text("L'inscription à l'AMO étudiants")
    expect(said).to_contain_text("Étape suivante, Ma plateforme")
    expect(said).to_have_attribute("lang", "fr")
    chat.page.reload()
    expect(chat.answers).to_have_count(1)
    expect(live.locator("p")).to_have_count(0)


def test_every_message_says_who_speaks_and_in_which_language(full, visit):
    chat = ChatPage(visit("fr").open(full.url))
    chat.ask("office")
    expect(chat.last.locator(".unseen").first).to_have_text("Taghtia : ")
    expect(chat.mine.last.locator(".unseen").first).to_have_text("Vous : ")
    expect(chat.last).to_have_attribute("lang", "ar")
    expect(chat.last.locator(".office strong")).to_have_attribute("lang", "fr")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_at_200_percent_zoom_nothing_is_cut_off_or_on_top_of_another(full, visit, language):
    # 200 % on a screen of 640 pixels leaves 320, the narrowest width that WCAG asks for.
    visitor = visit(language, phone=False, viewport={"width": 320, "height": 512})
    chat = ChatPage(visitor.open(full.url))
    for text in (f"steps {language}", "office", f"incomplete {language}", f"cin {language}"):
        chat.ask(text)
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= 320
    cut = chat.page.evaluate(
        """() => [...document.querySelector('taghtia-chat').shadowRoot.querySelectorAll(
             '.bubble, .reply, .mark, .field, .send, .above *')]
             .filter((e) => e.checkVisibility() && (e.getBoundingClientRect().right > 321 ||
                e.getBoundingClientRect().left < -1 || e.scrollWidth > e.clientWidth + 1))
             .map((e) => e.className)"""
    )
    assert cut == []


def test_larger_text_makes_everything_larger(full, visit):
    chat = ChatPage(visit("fr").open(full.url))
    before = chat.field.evaluate("(f) => parseFloat(getComputedStyle(f).fontSize)")
    chat.page.evaluate("document.documentElement.style.fontSize = '200%'")
    after = chat.field.evaluate("(f) => parseFloat(getComputedStyle(f).fontSize)")
    assert before >= 16 and after == pytest.approx(2 * before)
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_who_wants_no_motion_gets_none(channel, visit):
    channel.think = 2
    chat = ChatPage(visit("fr", reduced_motion="reduce").open(channel.url))
    chat.say("bonjour")
    dot = chat.page.locator(".typing i").first
    expect(dot).to_be_visible()
    expect(dot).to_have_css("animation-name", "none")


def test_what_is_pressed_is_large_enough_for_a_thumb(full, visit):
    chat = ChatPage(visit("ar").open(full.url))
    chat.ask("steps ar")
    small = chat.page.evaluate(
        """() => [...document.querySelector('taghtia-chat').shadowRoot.querySelectorAll(
             'button, .field')].filter((e) => e.checkVisibility())
             .filter((e) => Math.min(e.offsetWidth, e.offsetHeight) < 44)
             .map((e) => `${e.className} ${e.offsetWidth}x${e.offsetHeight}`)"""
    )
    assert small == []
