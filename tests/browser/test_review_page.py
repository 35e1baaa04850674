"""An editor at the review page: with the keyboard alone, in French and in Arabic."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from bot.evaluation.examples import read_examples
from tests.browser.test_accessibility import assert_axe_finds_nothing
from tests.insights.conftest import key, sqlite_store
from tests.review.test_review_site import TEXTS, folder, site, url

__all__ = ["folder", "key", "site", "sqlite_store", "url"]
PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"


def test_one_key_accepts_rewriting_mends_a_copy_and_nothing_is_left(visit, site, url, folder):
    page = visit(phone=False).open(f"{url}/?token={site.token}")
    expect(page.locator("article:focus")).to_be_visible()
    expect(page.locator("#left")).to_have_text("Messages restants : 2")
    assert_axe_finds_nothing(page)
    if page.locator("article:focus textarea").input_value() != TEXTS[0]:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("a")
    expect(page.locator(".settled .outcome")).to_have_text("Ajouté : enrollment.yml:9")
    page.keyboard.press("a")
    expect(page.locator("article:not(.settled) .outcome")).to_contain_text("near copy")
    page.keyboard.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type("celle d'avant est encore bonne ou pas")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator("#left")).to_contain_text("Rien à relire")
    texts = [example.text for example in read_examples(folder)]
    assert TEXTS[0] in texts and TEXTS[1] not in texts


def test_in_arabic_the_page_is_turned_and_a_need_is_named(visit, site, url, folder):
    page = visit(language="ar", phone=True).open(f"{url}/?token={site.token}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("article:focus")).to_be_visible()
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / "review-ar.png")
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
    page.keyboard.press("n")
    page.keyboard.type("منحة")
    page.keyboard.press("Enter")
    expect(page.locator("#left")).to_have_text("الرسائل المتبقية: 1")
    page.keyboard.press("r")
    expect(page.locator("#left")).to_contain_text("لا شيء للمراجعة")
