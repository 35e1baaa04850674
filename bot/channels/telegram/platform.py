"""Telegram's Bot API: read, rendered, sent."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from typing import Any

import aiohttp
from sanic.request import Request

from bot.answers.answer import Answer
from bot.channels.messaging.delivery import Address, Batch, Said
from bot.channels.messaging.outcome import Kind, Outcome
from bot.channels.messaging.platform import Payload
from bot.channels.telegram.reading import read_update
from bot.channels.telegram.rendering import render
from bot.channels.telegram.settings import TelegramSettings

NAME = "telegram"
# Wrong or revoked token; Telegram says 404 where it does not know the bot.
OPERATOR = frozenset({401, 404})
BLOCKED = 403


class Telegram:
    """See `bot.channels.messaging.platform.Platform`."""

    name = NAME
    # Telegram says nothing of what became of a message.
    reports = False
    may_write_first = True
    has_window = False

    def __init__(self, settings: TelegramSettings) -> None:
        self._settings = settings

    def challenge(self, request: Request) -> str | None:
        return None

    def is_genuine(self, request: Request) -> bool:
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        return hmac.compare_digest(given.encode(), self._settings.secret.encode())

    def read(self, body: Mapping[str, Any]) -> Batch:
        return read_update(body)

    def render(self, answer: Answer) -> list[Payload]:
        return list(render(answer))

    def meaning(self, code: int | None) -> Outcome:
        return Outcome(kind_of(code or 0), code=code)

    def reminder(self, language: str) -> Payload | None:
        return None

    def news(self, topic: str, language: str) -> Payload | None:
        return None

    async def send(
        self, http: aiohttp.ClientSession, address: Address, payload: Payload, reference: str
    ) -> Outcome:
        return await self._call(http, {**address, **payload})

    async def attend(self, http: aiohttp.ClientSession, said: Said) -> None:
        calls = [{"method": "sendChatAction", "action": "typing", **said.address}]
        if said.notice:
            # Until then the pressed button shows a clock.
            notice = {"method": "answerCallbackQuery", "callback_query_id": said.notice}
            calls.append(notice)
        await asyncio.gather(*(self._call(http, call) for call in calls))

    async def _call(self, http: aiohttp.ClientSession, call: Payload) -> Outcome:
        body = dict(call)
        url = f"{self._settings.api}/bot{self._settings.token}/{body.pop('method')}"
        async with http.post(url, json=body) as reply:
            try:
                answer = await reply.json(content_type=None)
            except ValueError:
                answer = None
            return outcome_of(reply.status, answer if isinstance(answer, dict) else {})


def outcome_of(status: int, answer: Mapping[str, Any]) -> Outcome:
    """What an answer of the Bot API means."""
    result = answer.get("result")
    if status == 200 and answer.get("ok"):
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return Outcome(Kind.SENT, str(message_id) if message_id else None)
    wait = (answer.get("parameters") or {}).get("retry_after")
    return Outcome(kind_of(status), code=status, wait=float(wait) if wait else None)


def kind_of(status: int) -> Kind:
    """What is to be done after an error, by its HTTP status, which is also its code."""
    if status == 429 or status >= 500:
        return Kind.RETRY
    if status in OPERATOR:
        return Kind.OPERATOR
    return Kind.UNREACHABLE if status == BLOCKED else Kind.REFUSED
