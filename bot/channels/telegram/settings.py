"""Telegram's settings, from the environment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from bot.channels.settings import read_together

API = "https://api.telegram.org"
NEEDED = {
    "TAGHTIA_TELEGRAM_TOKEN": "the bot's token, from @BotFather",
    "TAGHTIA_TELEGRAM_SECRET": "a word of your own, given to setWebhook as secret_token",
}
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


@dataclass(frozen=True)
class TelegramSettings:
    """How the bot is reached."""

    token: str = field(repr=False)
    secret: str = field(repr=False)
    api: str = API

    @classmethod
    def from_environment(cls) -> TelegramSettings | None:
        """From the `TAGHTIA_TELEGRAM_…` variables; None: not set up.

        Raises:
            ValueError: names the variable and what to write.
        """
        values = read_together(NEEDED)
        if values is None:
            return None
        token, secret = values.values()
        if not _SECRET.fullmatch(secret):
            raise ValueError(
                "TAGHTIA_TELEGRAM_SECRET must be 16 to 256 letters, digits, _ or -: "
                "make one with `openssl rand -hex 32`"
            )
        return cls(token, secret, (os.environ.get("TAGHTIA_TELEGRAM_API") or API).rstrip("/"))
