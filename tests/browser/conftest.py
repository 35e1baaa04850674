"""A real browser, and pages in it: phone or desktop, Arabic or French, light or dark."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.fake_channel import FakeChannel

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# A network that is down is part of some tests, and Chromium reports each request of it.
NETWORK = re.compile("Failed to load resource|error occurred when fetching the script")
# Milliseconds; machines that test are busy.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 800}


# A module at a time: while it is open its event loop runs in this thread, where others need one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium here, and it could not be installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def channel() -> Iterator[FakeChannel]:
    with FakeChannel() as channel:
        yield channel


class Visitor:
    """A person with a browser of their own: what is stored in it is theirs alone."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.complaints: list[str] = []
        self.asked: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("console", self._note)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def open(self, url: str) -> Page:
        page = self.context.new_page()
        page.goto(url)
        return page

    def _note(self, message: Any) -> None:
        if message.type == "error" and not NETWORK.search(message.text):
            self.complaints.append(message.text)


@pytest.fixture
def visit(browser) -> Iterator[Any]:
    """`visit(language="ar", phone=True, dark=False)` gives a Visitor; nothing may be complained of.

    What the console shows as an error includes every breach of the page's security policy.
    """
    visitors: list[Visitor] = []

    def new(language: str = "fr", phone: bool = True, dark: bool = False, **more: Any) -> Visitor:
        options = {
            "viewport": PHONE if phone else DESKTOP,
            "has_touch": phone,
            "is_mobile": phone,
            "locale": f"{language}-MA",
            "color_scheme": "dark" if dark else "light",
            **more,
        }
        visitor = Visitor(browser.new_context(**options))
        visitor.context.set_default_timeout(PATIENCE)
        visitors.append(visitor)
        return visitor

    yield new
    for visitor in visitors:
        visitor.context.close()
        assert visitor.complaints == []
