"""The page in a real browser, at phone width."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture
def page(assistant):
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium here, and it could not be installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.goto(assistant.url)
        yield page
        browser.close()


def test_an_arabic_question_is_answered_from_right_to_left(page):
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("textbox").fill("شحال خاصني نخلص")
    page.get_by_role("textbox").press("Enter")
    answer = page.locator(".message:not(.mine)").last
    expect(answer).to_contain_text("400", timeout=15_000)
    expect(answer).to_have_attribute("dir", "rtl")


def test_a_button_goes_on_with_the_conversation_in_french(page):
    page.get_by_role("button", name="Français").click()
    page.get_by_role("textbox").fill("comment je m'inscris ?")
    page.get_by_role("textbox").press("Enter")
    page.get_by_role("button", name="Étape suivante").click(timeout=15_000)
    answer = page.locator(".message:not(.mine)").last
    expect(answer).to_contain_text("Étape 1", timeout=15_000)
    expect(answer).to_have_attribute("dir", "ltr")


def test_nothing_is_wider_than_the_phone(page):
    expect(page.locator(".message").first).to_be_visible(timeout=15_000)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
