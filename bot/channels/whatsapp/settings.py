"""WhatsApp's settings, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.channels.meta import MetaWebhook
from bot.channels.settings import read_together

API = "https://graph.facebook.com/v23.0"
TEMPLATE = "TAGHTIA_WHATSAPP_TEMPLATE_"
REMINDER = "reminder"
NEEDED = {
    "TAGHTIA_WHATSAPP_PHONE_NUMBER_ID": "the number's id in Meta's API Setup, digits",
    "TAGHTIA_WHATSAPP_TOKEN": "the system user's permanent token",
    "TAGHTIA_WHATSAPP_APP_SECRET": "the app's secret, in App settings, Basic",
    "TAGHTIA_WHATSAPP_VERIFY_TOKEN": "a word of your own, also typed in Meta's web-hook form",
}


@dataclass(frozen=True)
class WhatsAppSettings:
    """How the number is reached.

    `templates` are names of approved templates without variables, by what there is to tell
    outside the 24 hours: `reminder` that an answer waits, else a topic of news.
    """

    phone_number_id: str
    token: str = field(repr=False)
    webhook: MetaWebhook
    api: str = API
    templates: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_environment(cls) -> WhatsAppSettings | None:
        """From the `TAGHTIA_WHATSAPP_…` variables; None: not set up.

        Raises:
            ValueError: names the variable and what to write.
        """
        values = read_together(NEEDED)
        if values is None:
            return None
        phone_number_id, token, app_secret, verify_token = values.values()
        if not phone_number_id.isdigit():
            raise ValueError(
                "TAGHTIA_WHATSAPP_PHONE_NUMBER_ID must be digits: the id, not the number itself"
            )
        return cls(
            phone_number_id,
            token,
            MetaWebhook(app_secret, verify_token),
            (os.environ.get("TAGHTIA_WHATSAPP_API") or API).rstrip("/"),
            _templates(),
        )


def _templates() -> dict[str, str]:
    """`TAGHTIA_WHATSAPP_TEMPLATE_REMINDER` and the like."""
    given = {name: value.strip() for name, value in os.environ.items() if name.startswith(TEMPLATE)}
    return {name.removeprefix(TEMPLATE).lower(): value for name, value in given.items() if value}
