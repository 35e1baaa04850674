"""The widget on another site: one script tag, whatever that site's style and policy are."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.fake_channel import FakeChannel

# A site whose style and names would break a widget that is not kept apart.
HOST = """<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Université</title>
<link rel="stylesheet" href="/host.css"></head>
<body><main><h1>Université</h1><button id="question">Un bouton</button>{more}</main>
<script src="{server}static/widget.js" data-auto {attributes}></script></body></html>"""
STYLE = """body * { color: red !important; font-size: 40px !important; display: block !important;
direction: rtl !important } html { font-size: 10px } button { width: 500px !important }"""


@pytest.fixture
def site():
    """The other site: another origin, with a policy strict towards all but the server."""
    with FakeChannel() as other:
        yield other


@pytest.fixture
def host(channel, site, visit):
    def open_host(attributes: str = "", phone: bool = False, more: str = "", **options):
        channel.origins.add(site.url.rstrip("/"))
        site.pages["/host"] = HOST.format(server=channel.url, attributes=attributes, more=more)
        site.pages["/host.css"] = STYLE
        site.policy = (
            f"default-src 'none'; script-src {channel.url}; style-src 'self'; "
            f"connect-src {channel.url}; require-trusted-types-for 'script'; trusted-types 'none'"
        )
        visitor = visit("fr", phone=phone, **options)
        return visitor, ChatPage(visitor.open(f"{site.url}host"))

    return open_host


def test_one_script_tag_puts_a_button_on_the_page_that_opens_the_chat(channel, host):
    _, chat = host()
    button = chat.page.get_by_role(
        "button", name="Une question sur l’AMO étudiants\N{NO-BREAK SPACE}?"
    )
    expect(button).to_be_visible()
    # Who does not open it costs the server nothing.
    assert channel.requests == []
    button.click()
    expect(chat.page.get_by_role("dialog", name="Chat Taghtia")).to_be_visible()
    expect(chat.field).to_be_focused()
    chat.ask("bonjour")
    expect(chat.last).to_contain_text("Entendu")


def test_the_host_s_style_does_not_come_in_and_ours_does_not_get_out(host):
    _, chat = host()
    heading = chat.page.get_by_role("heading", name="Université")
    before = heading.evaluate("(e) => JSON.stringify(Object.entries(getComputedStyle(e)))")
    chat.page.locator(".launcher").click()
    expect(chat.field).to_have_css("direction", "ltr")
    expect(chat.field).not_to_have_css("color", "rgb(255, 0, 0)")
    # 16 pixels at least, though the host's own size is 10.
    expect(chat.field).to_have_css("font-size", "16px")
    assert chat.page.locator(".send").bounding_box()["width"] < 60
    after = heading.evaluate("(e) => JSON.stringify(Object.entries(getComputedStyle(e)))")
    assert before == after


def test_the_panel_is_closed_by_escape_and_by_its_button_and_gives_the_focus_back(host):
    _, chat = host()
    launcher = chat.page.locator(".launcher")
    for close in (lambda: chat.page.keyboard.press("Escape"), lambda: chat.press("Fermer le chat")):
        launcher.click()
        expect(launcher).to_be_hidden()
        close()
        expect(launcher).to_be_focused()


def test_an_answer_to_a_closed_panel_is_counted(channel, host):
    _, chat = host()
    chat.page.locator(".launcher").click()
    chat.ask("bonjour")
    chat.press("Fermer le chat")
    for text in ("Un", "Deux"):
        channel.push(**{"from": "agent", "text": text})
    expect(chat.page.locator(".badge")).to_have_text("2")
    launcher = chat.page.get_by_role("button", name="2 nouveaux messages")
    launcher.click()
    expect(chat.page.locator(".badge")).to_be_hidden()
    expect(chat.page.locator(".message.agent")).to_have_count(2)


def test_the_conversation_goes_on_on_the_next_page_of_the_site(channel, host):
    _, chat = host()
    chat.page.locator(".launcher").click()
    chat.ask("bonjour")
    expect(chat.answers).to_have_count(1)
    chat.page.reload()
    expect(chat.page.locator(".launcher")).to_be_visible()
    channel.push(**{"from": "agent", "text": "Encore là ?"})
    expect(chat.page.locator(".badge")).to_have_text("1")
    chat.page.locator(".launcher").click()
    expect(chat.answers).to_have_count(1)


def test_what_came_between_two_pages_is_news_and_what_was_read_is_not(channel, host):
    _, chat = host()
    chat.page.locator(".launcher").click()
    chat.ask("bonjour")
    expect(chat.answers).to_have_count(1)
    chat.page.goto("about:blank")
    channel.push(**{"from": "agent", "text": "Encore là ?"})
    chat.page.go_back()
    expect(chat.page.locator(".badge")).to_have_text("1")
    chat.page.locator(".launcher").click()
    expect(chat.page.locator(".message.agent")).to_have_count(1)
    chat.page.reload()
    channel.push(**{"from": "agent", "text": "Voilà."})
    expect(chat.page.locator(".badge")).to_have_text("1")


def test_on_a_phone_the_panel_fills_the_screen_and_the_host_is_out_of_reach(host):
    _, chat = host(phone=True)
    chat.page.locator(".launcher").click()
    box = chat.page.locator(".panel").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 360, "height": 640}
    for _ in range(25):
        chat.page.keyboard.press("Tab")
        assert chat.page.evaluate("document.activeElement.id") != "question"


def test_the_site_chooses_language_theme_and_side(host):
    _, chat = host('data-language="ar" data-theme="dark" data-side="start"')
    chat.page.get_by_role("button", name="سؤال عن تأمين الطلبة؟").click()
    expect(chat.page.locator(".chat")).to_have_attribute("dir", "rtl")
    expect(chat.page.locator(".chat.dark")).to_be_visible()
    # The start side of an Arabic page is on the right.
    assert chat.page.locator(".panel").bounding_box()["x"] > 640


def test_the_chat_can_be_a_part_of_the_page(host):
    _, chat = host(more='<taghtia-chat language="ar"></taghtia-chat>')
    expect(chat.page.locator("taghtia-chat").get_by_text("مرحبا، أنا تغطية.")).to_be_visible()


def test_printing_from_another_site_leaves_that_site_out(host):
    _, chat = host()
    chat.page.locator(".launcher").click()
    chat.ask("bonjour")
    chat.page.evaluate("window.print = () => {}")
    chat.menu("Imprimer la conversation")
    chat.page.emulate_media(media="print")
    expect(chat.page.get_by_role("heading", name="Université")).to_be_hidden()
    expect(chat.last).to_be_visible()
    chat.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(chat.page.get_by_role("heading", name="Université")).to_be_visible()


def test_a_site_that_is_not_allowed_is_told_nothing(channel, site, host):
    visitor, chat = host()
    channel.origins.clear()
    chat.page.locator(".launcher").click()
    chat.say("bonjour")
    expect(chat.notice).to_contain_text("Pas de connexion")
    assert channel.conversations == {}
    # The browser itself complains of the origin; that is the point.
    assert all("CORS policy" in complaint for complaint in visitor.complaints)
    visitor.complaints.clear()
