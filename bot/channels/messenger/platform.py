"""Messenger's Send API: read, rendered, sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp
from sanic.request import Request

from bot.answers.answer import Answer
from bot.channels import graph
from bot.channels.messaging.delivery import Address, Batch, Said
from bot.channels.messaging.outcome import Outcome
from bot.channels.messaging.platform import Payload
from bot.channels.messenger.errors import kind_of
from bot.channels.messenger.reading import read_webhook
from bot.channels.messenger.rendering import render
from bot.channels.messenger.settings import MessengerSettings

NAME = "messenger"
# Read receipt, then the three dots.
ATTENTION = ("mark_seen", "typing_on")


class Messenger:
    """See `bot.channels.messaging.platform.Platform`."""

    name = NAME
    # Echoes and deliveries, where the web-hook is subscribed to them.
    reports = True
    # Only within 24 hours of the person's last message, which is no time for news.
    may_write_first = False
    has_window = True

    def __init__(self, settings: MessengerSettings) -> None:
        self._settings = settings
        self._url = f"{settings.api}/{settings.page_id}/messages"

    def challenge(self, request: Request) -> str | None:
        return self._settings.webhook.challenge(request)

    def is_genuine(self, request: Request) -> bool:
        return self._settings.webhook.is_genuine(request)

    def read(self, body: Mapping[str, Any]) -> Batch:
        return read_webhook(body, self._settings.page_id)

    def render(self, answer: Answer) -> list[Payload]:
        return list(render(answer))

    def meaning(self, code: int | None) -> Outcome:
        return Outcome(kind_of(code), code=code)

    def reminder(self, language: str) -> Payload | None:
        return None

    def news(self, topic: str, language: str) -> Payload | None:
        return None

    async def send(
        self, http: aiohttp.ClientSession, address: Address, payload: Payload, reference: str
    ) -> Outcome:
        message = {**payload, "metadata": reference}
        return await self._post(http, address, {"messaging_type": "RESPONSE", "message": message})

    async def attend(self, http: aiohttp.ClientSession, said: Said) -> None:
        for action in ATTENTION:
            await self._post(http, said.address, {"sender_action": action})

    async def _post(self, http: aiohttp.ClientSession, address: Address, body: Payload) -> Outcome:
        whole = {"recipient": dict(address), **body}
        return await graph.post(http, self._url, self._settings.token, whole, _sent_id, kind_of)


def _sent_id(answer: Mapping[str, Any]) -> str:
    return str(answer.get("message_id") or "")
