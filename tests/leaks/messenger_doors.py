"""The messengers as doors: signed web-hooks in, what the platforms' servers were sent out.

The first sender of each is a telephone number, as on WhatsApp: it must leave no trace either.
"""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.channels.graph_api import deliver, hook, message, wait_for
from tests.channels.platforms import (
    Platforms,
    deliver_to_page,
    deliver_update,
    page_message,
    update,
)
from tests.leaks.people import Identifier

SECONDS = 120
SENDER = Identifier("sender", "212661739482", ("212661739482", "+212661739482"))
_numbers = itertools.count(int(SENDER.plain))


@dataclass
class MessengerDoor:
    """One person on one messenger."""

    url: str
    sender: str = field(default_factory=lambda: str(next(_numbers)))
    # Set before the assistant is started.
    servers = Platforms()

    def say(self, text: str) -> list[str]:
        """The answers to a message."""
        before = len(self.answers())
        assert self.deliver(self.url.rstrip("/"), text).status_code == 200
        wait_for(lambda: len(self.answers()) > before, SECONDS)
        return self.answers()[before:]

    def answers(self) -> list[str]:
        """All that was said to this person so far, as JSON."""
        return [json.dumps(sent, ensure_ascii=False) for sent in self.sent()]


class WhatsAppDoor(MessengerDoor):
    """WhatsApp: message ids hold the number in base64, and the profile's name comes along."""

    def deliver(self, server: str, text: str):
        number = f"{self.sender}{next(_numbers)}".encode()
        wamid = "wamid." + base64.b64encode(number).decode()
        return deliver(server, hook(message(content=text, sender=self.sender, id=wamid)))

    def sent(self) -> list[dict]:
        mine = (one for one in self.servers.whatsapp.sent if one.get("to") == self.sender)
        return [_without(one, "to") for one in mine]


class PageDoor(MessengerDoor):
    """Messenger."""

    def deliver(self, server: str, text: str):
        return deliver_to_page(server, page_message(self.sender, text=text))

    def sent(self) -> list[dict]:
        sent = self.servers.messenger.sent
        return [_without(one, "recipient") for one in sent if one["recipient"]["id"] == self.sender]


class TelegramDoor(MessengerDoor):
    """Telegram."""

    def deliver(self, server: str, text: str):
        return deliver_update(server, update(int(self.sender), text=text))

    def sent(self) -> list[dict]:
        sent = self.servers.telegram.sent
        return [_without(one, "chat_id") for one in sent if one["chat_id"] == self.sender]


def _without(sent: dict, address: str) -> dict:
    """A message as the person reads it; who it goes to is known to the platform alone."""
    return {name: value for name, value in sent.items() if name != address}


MESSENGER_DOORS: dict[str, Callable[[str], MessengerDoor]] = {
    "whatsapp": WhatsAppDoor,
    "messenger": PageDoor,
    "telegram": TelegramDoor,
}
