"""Pictures of the main states, in `var/screenshots`, for whoever changes the look to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.messages import OFFICE_ANSWER, STEPS, asking, status_answer

FOLDER = Path(__file__).resolve().parents[2] / "var" / "screenshots"
WORDS = {
    "fr": {"agent": "Bonjour, je suis Karim. Votre dossier est complet.", "ask": "Votre CIN ?"},
    "ar": {"agent": "مرحبا، معك كريم. ملفك مكتمل.", "ask": "ما رقم بطاقتك الوطنية؟"},
}


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_pictures_of_the_main_states(channel, visit, language, dark, phone):
    channel.answers["steps"] = [STEPS[language]]
    channel.answers["step"] = [{**STEPS[language], "step": 2, "text": STEPS[language]["text"][:60]}]
    channel.answers["office"] = [OFFICE_ANSWER]
    channel.answers["cin"] = [asking("cin", WORDS[language]["ask"], language)]
    for status in ("under_verification", "accepted", "rejected_other_coverage", "incomplete"):
        channel.answers[status] = [status_answer(status, language)]
    visitor = visit(language, phone=phone, dark=dark)
    chat = ChatPage(visitor.open(channel.url))
    FOLDER.mkdir(parents=True, exist_ok=True)
    look = f"{language}-{'dark' if dark else 'light'}-{'phone' if phone else 'desktop'}"

    def picture(state: str) -> None:
        path = FOLDER / f"{look}-{state}.png"
        chat.page.screenshot(path=path)
        assert path.stat().st_size > 5_000
        width = chat.page.viewport_size["width"]
        assert chat.page.evaluate("document.documentElement.scrollWidth") <= width

    expect(chat.page.locator(".welcome")).to_be_visible()
    picture("1-welcome")
    chat.page.locator(".menu-place > button").click()
    picture("2-menu")
    chat.page.keyboard.press("Escape")
    chat.ask("steps")
    picture("3-steps")
    chat.ask("step")
    chat.ask("office")
    picture("4-office")
    for status in ("under_verification", "rejected_other_coverage", "incomplete", "accepted"):
        chat.ask(status)
    picture("5-progress")
    channel.push(**{"from": "agent", "text": WORDS[language]["agent"], "language": language})
    expect(chat.page.locator(".message.agent")).to_be_visible()
    chat.ask("cin")
    picture("6-identifier")
    chat.page.locator(".quiet").last.click()
    visitor.context.set_offline(True)
    chat.page.locator(".menu-place > button").click()
    chat.page.locator(".menu .entry").last.click()
    picture("7-forget")
    chat.page.keyboard.press("Escape")
    chat.page.emulate_media(media="print")
    picture("8-print")
