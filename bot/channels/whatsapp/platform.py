"""WhatsApp's Cloud API: read, rendered, sent."""

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
from bot.channels.whatsapp.errors import kind_of
from bot.channels.whatsapp.reading import read_webhook
from bot.channels.whatsapp.rendering import render, template
from bot.channels.whatsapp.settings import REMINDER, WhatsAppSettings

NAME = "whatsapp"


class WhatsApp:
    """See `bot.channels.messaging.platform.Platform`."""

    name = NAME
    # Statuses: sent, delivered, read, failed.
    reports = True
    may_write_first = True
    has_window = True

    def __init__(self, settings: WhatsAppSettings) -> None:
        self._settings = settings
        self._url = f"{settings.api}/{settings.phone_number_id}/messages"

    def challenge(self, request: Request) -> str | None:
        return self._settings.webhook.challenge(request)

    def is_genuine(self, request: Request) -> bool:
        return self._settings.webhook.is_genuine(request)

    def read(self, body: Mapping[str, Any]) -> Batch:
        return read_webhook(body, self._settings.phone_number_id)

    def render(self, answer: Answer) -> list[Payload]:
        return list(render(answer))

    def meaning(self, code: int | None) -> Outcome:
        return Outcome(kind_of(code), code=code)

    def reminder(self, language: str) -> Payload | None:
        return self.news(REMINDER, language)

    def news(self, topic: str, language: str) -> Payload | None:
        name = self._settings.templates.get(topic)
        return template(name, language) if name else None

    async def send(
        self, http: aiohttp.ClientSession, address: Address, payload: Payload, reference: str
    ) -> Outcome:
        body = {"recipient_type": "individual", "biz_opaque_callback_data": reference, **address}
        return await self._post(http, {**body, **payload})

    async def attend(self, http: aiohttp.ClientSession, said: Said) -> None:
        typing = {"status": "read", "message_id": said.message_id}
        await self._post(http, {**typing, "typing_indicator": {"type": "text"}})

    async def _post(self, http: aiohttp.ClientSession, body: Payload) -> Outcome:
        whole = {"messaging_product": "whatsapp", **body}
        return await graph.post(http, self._url, self._settings.token, whole, _sent_id, kind_of)


def _sent_id(answer: Mapping[str, Any]) -> str:
    messages = answer.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else {}
    return str(first.get("id") or "") if isinstance(first, dict) else ""
