"""What the device lends: its place and its microphone, only when the person says so."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage

ASKS_CITY = {"text": "Dans quelle ville ?", "language": "fr", "name": "utter_ask_city"}
NEAR = {"text": "Le plus proche est à Fès.", "language": "fr", "name": "utter_office_near"}
# A recogniser as browsers have it; the test says what it hears.
RECOGNISER = """
window.SpeechRecognition = class {
  constructor() { window.recogniser = this; }
  start() { this.started = true; }
  stop() { this.onend(); }
};
"""


def test_the_place_is_asked_of_the_browser_only_when_pressed_and_is_rounded(channel, visit):
    channel.answers["/find_office"] = [ASKS_CITY]
    channel.answers["location"] = [NEAR]
    place = {"latitude": 34.033312, "longitude": -5.000279}
    visitor = visit("fr", geolocation=place, permissions=["geolocation"])
    page = visitor.context.new_page()
    page.add_init_script(
        """window.asked = 0;
        const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
        navigator.geolocation.getCurrentPosition = (...a) => { window.asked += 1; ask(...a); };"""
    )
    page.goto(channel.url)
    chat = ChatPage(page)
    chat.press("Le bureau le plus proche")
    expect(chat.last).to_contain_text("Dans quelle ville ?")
    assert page.evaluate("window.asked") == 0
    chat.page.locator(".replies").get_by_role("button", name="Partager ma position").click()
    expect(chat.last).to_contain_text("Le plus proche est à Fès.")
    assert channel.sent[-1]["location"] == {"lat": 34.033, "lon": -5.0}
    expect(chat.mine.last).to_contain_text("Ma position")
    assert "34.03" not in chat.stored()
    assert "34.03" not in page.locator("taghtia-chat").inner_text()


def test_a_refused_place_is_answered_with_another_way(channel, visit):
    chat = ChatPage(visit("fr").open(channel.url))
    chat.page.locator(".composer").get_by_role("button", name="Partager ma position").click()
    expect(chat.page.locator(".message.system")).to_contain_text("le nom de votre ville")
    assert channel.sent == []


def test_a_place_does_not_wait_for_a_network(channel, visit):
    place = {"latitude": 34.0, "longitude": -5.0}
    visitor = visit("fr", geolocation=place, permissions=["geolocation"])
    chat = ChatPage(visitor.open(channel.url))
    visitor.context.set_offline(True)
    chat.page.locator(".composer").get_by_role("button", name="Partager ma position").click()
    expect(chat.page.locator(".message.system")).to_contain_text("position n’a pas été envoyée")
    assert "outbox" not in chat.stored()


@pytest.fixture
def dictating(channel, visit):
    page = visit("ar").context.new_page()
    page.add_init_script(RECOGNISER)
    page.goto(channel.url)
    return ChatPage(page)


def test_what_is_dictated_is_written_and_not_sent(channel, dictating):
    dictating.press("إملاء صوتي")
    expect(dictating.notice).to_contain_text("لا تمل أرقامك")
    page = dictating.page
    assert page.evaluate("window.recogniser.lang") == "ar-MA"
    page.evaluate("window.recogniser.onresult({results: [[{transcript: 'كيفاش نتسجل'}]]})")
    expect(dictating.field).to_have_value("كيفاش نتسجل")
    button = page.get_by_role("button", name="إملاء صوتي")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert channel.sent == []


def test_without_a_recogniser_no_dictation_is_offered(channel, visit):
    page = visit("fr").context.new_page()
    page.add_init_script("delete window.webkitSpeechRecognition; delete window.SpeechRecognition;")
    page.goto(channel.url)
    expect(page.get_by_role("button", name="Envoyer")).to_be_visible()
    expect(page.get_by_role("button", name="Dicter")).to_have_count(0)


VOICES = """
window.spoken = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const voices = [
  { lang: "fr-FR", localService: %s },
  { lang: "ar-SA", localService: false },
];
const speech = {
  getVoices: () => voices,
  speak: (one) => { window.spoken.push(one); },
  cancel: () => { window.spoken.forEach((one) => one.onend()); window.spoken.length = 0; },
};
Object.defineProperty(window, "speechSynthesis", { value: speech });
"""


def spoken_to(channel, visit, own_voice: bool) -> ChatPage:
    for language in ("fr", "ar"):
        answer = {"text": f"en {language}", "language": language, "facts": ["K1"]}
        channel.answers[language] = [answer]
    page = visit("fr").context.new_page()
    page.add_init_script(VOICES % str(own_voice).lower())
    page.goto(channel.url)
    return ChatPage(page)


def test_an_answer_is_read_aloud_by_a_voice_of_the_device(channel, visit):
    chat = spoken_to(channel, visit, own_voice=True)
    chat.ask("fr")
    button = chat.page.get_by_role("button", name="Écouter")
    button.click()
    assert chat.page.evaluate("window.spoken.map((one) => one.text)") == ["en fr"]
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert chat.page.evaluate("window.spoken.length") == 0
    # No Arabic voice of its own: that answer would leave the device.
    chat.ask("ar")
    expect(chat.page.locator(".tools:visible").get_by_role("button", name="Écouter")).to_have_count(
        0
    )


def test_a_voice_from_elsewhere_is_not_used(channel, visit):
    chat = spoken_to(channel, visit, own_voice=False)
    chat.ask("fr")
    expect(chat.page.get_by_role("button", name="Copier")).to_be_visible()
    expect(chat.page.get_by_role("button", name="Écouter")).to_have_count(0)
