"""The chat as a person sees it: what they write, press and read."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class ChatPage:
    """The chat on a page; the shadow roots are open, so that locators look inside."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def field(self) -> Locator:
        return self.page.locator(".composer .field")

    @property
    def answers(self) -> Locator:
        return self.page.locator(".message.assistant .bubble")

    @property
    def last(self) -> Locator:
        """The newest answer."""
        return self.answers.last

    @property
    def mine(self) -> Locator:
        """What the person said, as bubbles."""
        return self.page.locator(".message.student .bubble")

    @property
    def notice(self) -> Locator:
        return self.page.locator(".notice")

    def say(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def ask(self, text: str) -> Locator:
        """Say it, and wait for one answer more than there were."""
        before = self.answers.count()
        self.say(text)
        expect(self.answers.nth(before)).to_be_visible()
        return self.last

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).last.click()

    def menu(self, name: str) -> None:
        """Choose an entry of the menu."""
        self.page.locator(".menu-place > button").click()
        self.page.locator(".menu").get_by_role("button", name=name).click()

    def stored(self) -> str:
        """All that this browser keeps for the site."""
        return self.page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
