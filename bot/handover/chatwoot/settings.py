"""Where the centre's Chatwoot is, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
AGENT = "Conseiller · مستشار"


@dataclass(frozen=True)
class ChatwootSettings:
    """An inbox of the kind "API".

    `inbox`: its identifier; `secret`: its signing secret; `account` and `token`: of an agent, with
    which the summary is written as a private note; without them it is the first message.
    """

    url: str
    inbox: str
    shown_as: str
    secret: str = field(repr=False)
    account: str = ""
    token: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls) -> ChatwootSettings | None:
        """From the `TAGHTIA_CHATWOOT_…` variables; None without an address.

        Raises:
            ValueError: one is missing or wrong; names it and what to write.
        """
        url = os.environ.get("TAGHTIA_CHATWOOT_URL", "").rstrip("/")
        if not url:
            return None
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise ValueError("TAGHTIA_CHATWOOT_URL must begin with https://")
        inbox, secret = (_needed(name) for name in ("INBOX", "SECRET"))
        account, token = (os.environ.get(f"TAGHTIA_CHATWOOT_{n}", "") for n in ("ACCOUNT", "TOKEN"))
        if bool(account) != bool(token):
            raise ValueError(
                "TAGHTIA_CHATWOOT_ACCOUNT and _TOKEN belong together: set both or none"
            )
        shown_as = os.environ.get("TAGHTIA_CHATWOOT_AGENT") or AGENT
        return cls(url, inbox, shown_as, secret, account, token)


def _needed(name: str) -> str:
    value = os.environ.get(f"TAGHTIA_CHATWOOT_{name}", "")
    if not value:
        raise ValueError(
            f"TAGHTIA_CHATWOOT_{name} is missing: the settings of the API inbox show it"
        )
    return value
