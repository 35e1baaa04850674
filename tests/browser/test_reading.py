"""What a message looks like: direction, links, numbers, cards, pictures, and hostile texts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.messages import MAP, OFFICE, OFFICE_ANSWER, STATUSES, STEPS, status_answer


@pytest.fixture
def told(channel, visit):
    """Opens the page and has the assistant say something."""

    def tell(language: str = "fr", **answer) -> ChatPage:
        channel.answers["?"] = [{"language": language, **answer}]
        chat = ChatPage(visit(language).open(channel.url))
        chat.ask("?")
        return chat

    return tell


def test_each_message_reads_in_the_direction_of_its_language(channel, visit):
    channel.answers["fr"] = [{"text": "Bonjour.", "language": "fr"}]
    channel.answers["ar"] = [{"text": "مرحبا.", "language": "ar"}]
    chat = ChatPage(visit("ar").open(channel.url))
    chat.ask("fr")
    chat.ask("ar")
    for index, (direction, language) in enumerate([("ltr", "fr"), ("rtl", "ar")]):
        expect(chat.answers.nth(index)).to_have_attribute("dir", direction)
        expect(chat.answers.nth(index)).to_have_attribute("lang", language)
    expect(chat.page.locator("html")).to_have_attribute("dir", "rtl")


def test_a_french_address_in_an_arabic_answer_keeps_its_order_and_its_side(told):
    chat = told("ar", text=f"العنوان:\n{OFFICE['address']}\nقرب ENSA Marrakech في المدينة")
    address = chat.last.locator("p", has_text="BP 3007")
    expect(address).to_have_attribute("dir", "ltr")
    expect(address).to_have_attribute("lang", "fr")
    expect(address).to_have_css("text-align", "right")
    # In the middle of an Arabic line the French words are marked for speech.
    expect(chat.last.locator("span[lang=fr]")).to_have_text("ENSA Marrakech")


def test_links_open_elsewhere_and_tell_nothing(told):
    chat = told(text="Voir www.cnops.org.ma, http://196.12.3.4/amo?x=1 ou macnss.ma.")
    links = chat.last.get_by_role("link")
    addresses = ["https://www.cnops.org.ma/", "http://196.12.3.4/amo?x=1", "https://macnss.ma/"]
    assert [links.nth(n).get_attribute("href") for n in range(links.count())] == addresses
    for n in range(3):
        expect(links.nth(n)).to_have_attribute("rel", "noopener noreferrer")
        expect(links.nth(n)).to_have_attribute("target", "_blank")
    # That the page is not secure stays visible.
    expect(links.nth(1)).to_contain_text("http://196.12.3.4")


def test_an_e_mail_hint_is_no_link(told):
    chat = told(text="Adresse : s•••@um5.ac.ma. Fichier : etc.matin")
    expect(chat.last).to_contain_text("s•••@um5.ac.ma")
    expect(chat.last.get_by_role("link")).to_have_count(0)


def test_a_telephone_number_dials_and_stays_in_order(told):
    chat = told("ar", text="اتصل بالرقم \u200e0538 00 20 20\u200e أو \u200e39 39\u200e (400 درهم)")
    links = chat.last.get_by_role("link")
    assert [links.nth(n).get_attribute("href") for n in range(links.count())] == [
        "tel:0538002020",
        "tel:3939",
    ]
    expect(links.first.locator("bdi")).to_have_attribute("dir", "ltr")


def test_short_numbers_dial_in_an_emergency_only(told):
    text = "• Ambulance (Protection civile) : 15\n• SAMU : 141"
    urgent = told(text=text, name="utter_report_emergency")
    expect(urgent.last.get_by_role("link", name="Appeler le 141")).to_have_attribute(
        "href", "tel:141"
    )
    assert urgent.last.get_by_role("link").count() == 2
    calm = told(text="Comptez 15 jours et 141 dirhams.")
    expect(calm.last.get_by_role("link")).to_have_count(0)


def test_an_identity_number_is_not_taken_for_a_telephone_number(told):
    chat = told(text="Code Z1000538002020 et 40538002020")
    expect(chat.last.get_by_role("link")).to_have_count(0)


def test_an_office_is_a_card_in_the_place_of_its_lines(told):
    chat = told(**OFFICE_ANSWER)
    card = chat.last.locator(".office")
    expect(card).to_have_count(1)
    for shown in (OFFICE["name"], OFFICE["address"], "474"):
        expect(card).to_contain_text(shown)
    expect(card.get_by_role("link")).to_have_attribute("href", MAP)
    # Said once: the card takes the place of the lines that it repeats.
    text = chat.last.inner_text()
    assert text.count(OFFICE["address"]) == 1 and "google.com" not in text
    assert text.index("الأقرب في العيون") < text.index(OFFICE["name"]) < text.index("حسب لائحة")


def test_of_several_offices_each_line_is_its_card(told):
    here = {**OFFICE, "name": "المدرسة العليا للتكنولوجيا", "address": "تجزئة 25 مارس"}
    there = {**OFFICE, "town": "السمارة", "name": "الحي الجامعي", "address": "حي السلام"}
    lines = [f"• {o['town']} (81 كلم): {o['name']}، {o['address']}" for o in (here, there)]
    text = "\n".join(["مكتبان على المسافة نفسها تقريبا:", *lines])
    chat = told("ar", text=text, offices=[here, there])
    expect(chat.last.locator(".office")).to_have_count(2)
    expect(chat.last.locator(".office").nth(1)).to_contain_text("الحي الجامعي، السمارة")
    assert chat.last.inner_text().count("حي السلام") == 1


def test_the_four_steps_are_a_list_of_pictures(told):
    chat = told(**STEPS["fr"])
    steps = chat.last.get_by_role("list", name="Les 4 étapes").get_by_role("listitem")
    expect(steps).to_have_count(4)
    expect(steps.nth(2)).to_contain_text("Réponse de la CNOPS par e-mail")
    expect(steps.locator("svg")).to_have_count(4)


def test_the_address_of_a_source_belongs_to_its_line(told):
    chat = told("ar", text="جوابي مبني على:\n• مطوية\nhttps://cnops.ma/a\n• موقع\nhttps://b.ma/")
    sources = chat.last.get_by_role("list").get_by_role("listitem")
    expect(sources).to_have_count(2)
    expect(sources.first.get_by_role("link")).to_have_attribute("href", "https://cnops.ma/a")


def test_one_step_is_shown_among_the_four(told):
    chat = told(text="Étape 2 : la vérification.", step=2, name="utter_step_2")
    picture = chat.last.get_by_role("img", name="Étape 2 sur 4 : Vérification")
    expect(picture.locator(".here")).to_have_text("Vérification")


@pytest.mark.parametrize("status", STATUSES)
def test_the_state_of_an_application_is_a_picture_with_words(told, status):
    chat = told(**status_answer(status))
    stages = chat.last.get_by_role("list", name="Avancement de la demande")
    expected = {
        "declared": ["faite", "à venir", "à venir"],
        "under_verification": ["faite", "en cours", "à venir"],
        "accepted": ["faite", "faite", "acceptée"],
        "rejected_other_coverage": ["faite", "faite", "refusée"],
        "incomplete": ["à compléter", "à venir", "à venir"],
    }
    expect(stages.locator(".state")).to_have_text(expected[status])


HOSTILE = (
    '<img src=x onerror="document.title=1"><script>document.title=2</script>\n'
    'javascript:alert(1) https://a.ma/"><b>x</b> data:text/html,x\n'
    "\u202eabc\u202d\u2067def\u2069 \u0000\u0007 https://user:pw@evil.example.com/x\n" + "W" * 600
)


@pytest.mark.parametrize("who", ["assistant", "agent", "student"])
def test_a_hostile_message_is_only_text(channel, visit, who):
    visitor = visit("ar")
    chat = ChatPage(visitor.open(channel.url))
    title = chat.page.title()
    if who == "student":
        chat.ask(HOSTILE)
        bubble = chat.mine.last
    else:
        chat.ask("salut")
        buttons = [{"title": "<b>\u202eoui</b>", "payload": "/affirm"}]
        channel.push(**{"from": who, "text": HOSTILE, "buttons": buttons})
        bubble = chat.page.locator(f".message.{who} .bubble").last
        expect(chat.page.get_by_role("button", name="<b>oui</b>")).to_be_visible()
    expect(bubble).to_contain_text("<script>document.title=2</script>")
    assert bubble.locator("img, script, b").count() == 0
    addresses = [link.get_attribute("href") for link in bubble.get_by_role("link").all()]
    assert all(address.startswith("https://") for address in addresses)
    assert not any("user:pw" in address for address in addresses)
    shown = bubble.inner_text()
    assert not set("\u202e\u202d\u2067\u2069\u0000\u0007") & set(shown)
    assert chat.page.title() == title
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert bubble.evaluate("(b) => b.getBoundingClientRect().right <= innerWidth + 1")
