"""Messenger's settings, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from bot.channels.meta import MetaWebhook
from bot.channels.settings import read_together

API = "https://graph.facebook.com/v23.0"
NEEDED = {
    "TAGHTIA_MESSENGER_PAGE_ID": "the page's id, digits",
    "TAGHTIA_MESSENGER_TOKEN": "the page's access token",
    "TAGHTIA_MESSENGER_APP_SECRET": "the app's secret, in App settings, Basic",
    "TAGHTIA_MESSENGER_VERIFY_TOKEN": "a word of your own, also typed in Meta's web-hook form",
}


@dataclass(frozen=True)
class MessengerSettings:
    """How the page is reached."""

    page_id: str
    token: str = field(repr=False)
    webhook: MetaWebhook
    api: str = API

    @classmethod
    def from_environment(cls) -> MessengerSettings | None:
        """From the `TAGHTIA_MESSENGER_…` variables; None: not set up.

        Raises:
            ValueError: names the variable and what to write.
        """
        values = read_together(NEEDED)
        if values is None:
            return None
        page_id, token, app_secret, verify_token = values.values()
        if not page_id.isdigit():
            raise ValueError(
                "TAGHTIA_MESSENGER_PAGE_ID must be digits: the page's id, not its name"
            )
        api = (os.environ.get("TAGHTIA_MESSENGER_API") or API).rstrip("/")
        return cls(page_id, token, MetaWebhook(app_secret, verify_token), api)
