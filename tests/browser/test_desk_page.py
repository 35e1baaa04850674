"""Two real browsers: a student in the chat page and an agent at the desk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from handover import Cause
from tests.browser.chat_page import ChatPage
from tests.browser.test_accessibility import assert_axe_finds_nothing
from tests.channels.conftest import ScriptedRasa
from tests.handover.conftest import (
    PASSWORD,
    centre,
    postgresql_url,
    said,
    store,
    url,
    wish,
)
from tests.handover.helpline import helpline
from tests.handover.test_call_backs import NUMBER, ask

__all__ = ["centre", "postgresql_url", "store", "url"]
PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"
on_sqlite = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


@pytest.fixture
def rasa():
    return ScriptedRasa()


@pytest.fixture
def server(centre, rasa, tmp_path, monkeypatch):
    with helpline(rasa, centre.store, tmp_path, monkeypatch) as address:
        yield address


def sign_in(page, name="salma"):
    page.locator("#field-name").fill(name)
    page.locator("#field-password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".bar .who")).to_be_visible()
    return page


def picture(page, name):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def test_a_student_and_an_agent_talk_and_the_assistant_comes_back(server, visit, centre, rasa):
    chat = ChatPage(visit("fr").open(server))
    chat.ask("bonjour")
    centre.store.talks.enqueue(wish(rasa.heard[-1].sender_id, before=[said("bonjour")]))
    desk = sign_in(visit("fr", phone=False).open(f"{server}/agent"))
    desk.locator("[data-talk] button").click()
    expect(chat.page.locator(".message.system").last).to_contain_text("Salma vous répond")
    answer = desk.locator("textarea")
    expect(answer).to_be_focused()
    answer.type("Bonjour, ")
    expect(chat.page.locator(".typing")).to_contain_text("Le conseiller écrit")
    answer.type("je vous écoute.")
    desk.keyboard.press("Enter")
    expect(chat.page.locator(".message.agent")).to_contain_text("je vous écoute.")
    expect(chat.page.locator(".message.agent .name")).to_contain_text("Salma")
    expect(desk.locator(".line.agent .fate")).to_have_text("remis")
    heard = len(rasa.heard)
    chat.field.type("c'est ")
    expect(desk.locator(".talk > .typing")).to_have_text("L’étudiant écrit…")
    chat.field.type("pour ma demande <b>refusée</b>")
    chat.page.keyboard.press("Enter")
    expect(desk.locator(".line.student").last).to_contain_text("pour ma demande refusée")
    expect(chat.page.locator(".typing")).to_be_hidden()
    picture(desk, "desk-talk-fr")
    picture(chat.page, "desk-student-fr")
    assert len(rasa.heard) == heard
    desk.get_by_role("button", name="Clore").click()
    desk.get_by_role("button", name="Résolu").click()
    expect(chat.page.locator(".message.system").last).to_contain_text("C'est de nouveau moi")
    chat.say("merci")
    expect(chat.answers.last).to_contain_text("re: merci")


@on_sqlite
def test_a_student_who_closes_the_page_finds_the_agents_words(server, visit, centre, rasa):
    visitor = visit("ar")
    chat = ChatPage(visitor.open(server))
    chat.ask("سلام")
    talk, _ = centre.store.talks.enqueue(wish(rasa.heard[-1].sender_id, language="ar"))
    chat.page.close()
    centre.store.talks.take(talk, centre.salma)
    centre.store.transcripts.say_to_student(talk, centre.salma, "k", "هل أنت هنا؟")
    again = ChatPage(visitor.open(server))
    expect(again.page.locator(".message.agent")).to_contain_text("هل أنت هنا؟")


@on_sqlite
def test_the_assistants_answer_is_sent_with_one_key_and_read_with_another(
    server, visit, centre, rasa
):
    chat = ChatPage(visit("fr").open(server))
    chat.ask("bonjour")
    centre.store.talks.enqueue(wish(rasa.heard[-1].sender_id))
    desk = sign_in(visit("fr", phone=False).open(f"{server}/agent"))
    desk.locator("[data-talk] button").click()
    expect(desk.locator("textarea")).to_be_focused()
    desk.keyboard.press("Alt+a")
    desk.keyboard.type("ch7al kat9am l'AMO ?")
    desk.keyboard.press("Enter")
    expect(desk.locator(".answers .card")).to_contain_text("re: ch7al")
    desk.keyboard.press("F9")
    expect(desk.locator("dialog.reading")).to_contain_text("re: ch7al")
    desk.keyboard.press("Escape")
    desk.keyboard.press("F8")
    expect(chat.page.locator(".message.agent")).to_contain_text("re: ch7al")
    # A ready answer is found and taken over by keyboard.
    desk.keyboard.press("Alt+r")
    desk.keyboard.type("centre d'appel")
    desk.locator(".canned li").first.wait_for()
    desk.get_by_role("button", name="Reprendre").first.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("textarea")).to_have_value(re.compile("0538"))


@on_sqlite
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_axe_finds_nothing_anywhere_on_the_desk(server, visit, centre, language, dark):
    first = centre.queued("a", language=language, before=[said("bonjour, <script>", language="fr")])
    centre.queued("b", cause=Cause.EMERGENCY)
    ask(centre)
    page = visit(language, phone=False, dark=dark).open(f"{server}/agent")
    expect(page.locator("form")).to_be_visible()
    assert_axe_finds_nothing(page)
    picture(page, f"desk-door-{language}")
    page.locator("#field-name").fill("chief")
    page.locator("#field-password").fill("wrong wrong wrong")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).not_to_be_empty()
    sign_in(page, "chief")
    expect(page.locator("[data-talk]")).to_have_count(2)
    assert_axe_finds_nothing(page)
    picture(page, f"desk-queue-{language}-{'dark' if dark else 'light'}")
    page.locator(f"[data-talk='{first}'] button").click()
    expect(page.locator(".lines li")).to_have_count(2)
    page.locator("details.panel > summary").click()
    assert_axe_finds_nothing(page)
    picture(page, f"desk-open-{language}-{'dark' if dark else 'light'}")
    page.keyboard.press("Alt+3")
    page.locator("[data-call] button").first.click()
    page.locator("[data-call] button", has_text=re.compile("numéro|الرقم")).click()
    expect(page.locator(".number")).to_have_text(f"{NUMBER}")
    assert_axe_finds_nothing(page)
    page.keyboard.press("Alt+4")
    expect(page.locator(".tiles")).to_be_visible()
    expect(page.locator("svg.chart").first).to_be_visible()
    assert_axe_finds_nothing(page)
    picture(page, f"desk-figures-{language}-{'dark' if dark else 'light'}")


@on_sqlite
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_on_a_phone_nothing_is_cut_off_and_everything_is_within_a_thumbs_reach(
    server, visit, centre, language
):
    centre.queued("a", language=language, before=[said("مرحبا", language="ar")])
    page = sign_in(visit(language).open(f"{server}/agent"))
    page.locator("[data-talk] button").click()
    expect(page.locator(".lines li")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, .field')]
             .filter((e) => e.checkVisibility() && e.offsetHeight < 44).map((e) => e.outerHTML)"""
    )
    assert small == []
    picture(page, f"desk-phone-{language}")
    page.locator(".narrow-only").first.click()
    expect(page.locator("[data-talk] button")).to_be_visible()


@on_sqlite
@pytest.mark.parametrize(
    ("language", "badge", "rings", "speaks", "over"),
    [
        ("fr", "Appel transmis", "ça sonne", "en communication", "L’appel est terminé."),
        ("ar", "مكالمة محالة", "يرن الهاتف", "المكالمة جارية", "انتهت المكالمة."),
    ],
)
def test_a_caller_who_is_put_through_is_read_and_spoken_to_not_written_to(
    server, visit, centre, language, badge, rings, speaks, over
):
    call = centre.put_through(language=language, before=[said("combien ça coûte")])
    page = sign_in(visit(language, phone=False).open(f"{server}/agent"))
    card = page.locator(f"[data-talk='{call}']")
    expect(card.locator(".badge")).to_have_text(badge)
    expect(card).to_contain_text(rings)
    centre.store.calls.answered("caller")
    expect(card).to_contain_text(speaks)
    card.locator("button").click()
    expect(page.locator(".lines li")).to_have_count(1)
    expect(page.locator(".summary")).to_be_visible()
    expect(page.locator(".speak")).to_contain_text(speaks)
    expect(page.locator("textarea")).to_have_count(0)
    expect(page.locator(".desk")).to_have_attribute("data-on-call", "")
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    assert_axe_finds_nothing(page)
    picture(page, f"desk-call-{language}")
    centre.store.calls.over("caller")
    expect(page.locator(".desk > .problem")).to_have_text(over)
    expect(page.locator(f"[data-talk='{call}']")).to_have_count(0)


@on_sqlite
def test_two_agents_see_that_one_has_taken_it(server, visit, centre):
    centre.queued("a")
    first = sign_in(visit("fr", phone=False).open(f"{server}/agent"))
    second = sign_in(visit("fr", phone=False).open(f"{server}/agent"), "omar")
    expect(second.locator("[data-talk]")).to_have_count(1)
    first.locator("[data-talk] button").click()
    expect(first.locator(".talk")).to_be_visible()
    expect(second.locator("[data-talk]")).to_have_count(0)
    # Passed on, it is the colleague's at once.
    first.get_by_role("button", name="Passer").click()
    first.get_by_role("button", name="Omar").click()
    expect(second.locator(".badge")).to_have_text("Pour vous")


@on_sqlite
def test_a_refused_message_stays_in_the_field(server, visit, centre):
    centre.queued("a")
    page = sign_in(visit("fr", phone=False).open(f"{server}/agent"))
    page.locator("[data-talk] button").click()
    page.locator("textarea").fill("Votre CIN est bien AB123456 ?")
    page.keyboard.press("Enter")
    expect(page.locator(".desk > .problem")).to_contain_text("numéro personnel")
    expect(page.locator("textarea")).to_have_value("Votre CIN est bien AB123456 ?")
