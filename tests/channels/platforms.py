"""Meta's and Telegram's servers as their documents describe them, on one local port.

WhatsApp's part is `tests.channels.graph_api`; here are the Send API, the Bot API and one set-up of
all three.
"""

from __future__ import annotations

import itertools
import json
import time
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests
from sanic import Sanic, response

from tests.channels.graph_api import PHONE_ID, SECRET, TOKEN, VERIFY, GraphApi, signature
from tests.serving import serving

PAGE_ID = "400500600"
BOT_TOKEN, BOT_SECRET = "123456:bot-token", "telegram-secret-word"
MESSENGER_HOOK = "/webhooks/messenger/webhook"
TELEGRAM_HOOK = "/webhooks/telegram/webhook"
_numbers = itertools.count(1000)


@dataclass
class SendApi:
    """Messenger: what was sent, and the sender actions. `script`: (code, subcode) of failures."""

    sent: list[dict] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    script: deque[tuple[int, int | None]] = field(default_factory=deque)

    def handle(self, body: dict) -> tuple[int, dict]:
        recipient = body["recipient"]["id"]
        if "sender_action" in body:
            self.actions.append(body["sender_action"])
            return 200, {"recipient_id": recipient}
        if self.script:
            code, subcode = self.script.popleft()
            return 400, {"error": {"code": code, "error_subcode": subcode, "message": "(#x)"}}
        self.sent.append(body)
        return 200, {"recipient_id": recipient, "message_id": f"m_{uuid.uuid4().hex}"}


@dataclass
class BotApi:
    """Telegram: the calls, without typing. `script`: HTTP statuses of failures."""

    sent: list[dict] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    script: deque[int] = field(default_factory=deque)

    def handle(self, method: str, body: dict) -> tuple[int, dict]:
        if method == "answerCallbackQuery":
            self.notices.append(body["callback_query_id"])
        if method in ("answerCallbackQuery", "sendChatAction"):
            return 200, {"ok": True, "result": True}
        if self.script:
            status = self.script.popleft()
            wait = {"parameters": {"retry_after": 1}} if status == 429 else {}
            return status, {"ok": False, "error_code": status, "description": "x", **wait}
        self.sent.append({"method": method, **body})
        return 200, {"ok": True, "result": {"message_id": next(_numbers)}}


@dataclass
class Platforms:
    """The three servers at one address."""

    address: str = ""
    whatsapp: GraphApi = field(default_factory=GraphApi)
    messenger: SendApi = field(default_factory=SendApi)
    telegram: BotApi = field(default_factory=BotApi)

    def settings(self) -> dict[str, str]:
        """The variables of an assistant that uses them."""
        graph = f"{self.address}/v23.0"
        meta = {"APP_SECRET": SECRET, "VERIFY_TOKEN": VERIFY, "TOKEN": TOKEN, "API": graph}
        telegram = {"TOKEN": BOT_TOKEN, "SECRET": BOT_SECRET, "API": self.address}
        names = {
            "WHATSAPP": {"PHONE_NUMBER_ID": PHONE_ID, **meta},
            "MESSENGER": {"PAGE_ID": PAGE_ID, **meta},
            "TELEGRAM": telegram,
        }
        return {
            f"TAGHTIA_{platform}_{name}": value
            for platform, values in names.items()
            for name, value in values.items()
        }


@contextmanager
def platforms() -> Iterator[Platforms]:
    """Serve them."""
    servers, app = Platforms(), Sanic(f"platforms_{uuid.uuid4().hex}", configure_logging=False)

    @app.post("/<_version>/<_sender>/messages")
    async def messages(request, _version, _sender):
        if request.json.get("messaging_product") != "whatsapp":
            status, answer = servers.messenger.handle(request.json)
            return response.json(answer, status)
        handled = servers.whatsapp.handle(request.json, request.headers)
        if handled is None:
            request.transport.close()
            return response.empty()
        return response.json(handled[1], handled[0])

    @app.post("/<bot>/<method>")
    async def call(request, bot, method):
        if bot != f"bot{BOT_TOKEN}":
            return response.json({"ok": False, "error_code": 401}, 401)
        status, answer = servers.telegram.handle(method, request.json)
        return response.json(answer, status)

    with serving(app) as address:
        servers.address = address
        yield servers


def page_event(sender: str = "7001", **content: object) -> bytes:
    """The raw body of a Messenger web-hook call with one event."""
    event = {
        "sender": {"id": sender},
        "recipient": {"id": PAGE_ID},
        "timestamp": int(time.time() * 1000),
        **content,
    }
    entry = {"id": PAGE_ID, "time": event["timestamp"], "messaging": [event]}
    return json.dumps({"object": "page", "entry": [entry]}).encode()


def page_message(sender: str = "7001", **message: object) -> bytes:
    """A message to the page; `mid` is new unless it is given."""
    return page_event(sender, message={"mid": f"m_{uuid.uuid4().hex}", **message})


def deliver_to_page(server: str, body: bytes, signed: str | None = None) -> requests.Response:
    """Call Messenger's web-hook as Meta does."""
    headers = {"X-Hub-Signature-256": signature(body) if signed is None else signed}
    return requests.post(server + MESSENGER_HOOK, data=body, headers=headers, timeout=30)


def update(chat: int = 8001, **content: object) -> dict:
    """A Telegram update with a message in a private chat."""
    message = {
        "message_id": next(_numbers),
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private", "first_name": "Salma"},
        "from": {"id": chat, "is_bot": False, "first_name": "Salma", "language_code": "fr"},
        **content,
    }
    return {"update_id": next(_numbers), "message": message}


def press(data: str, chat: int = 8001) -> dict:
    """A Telegram update with a pressed inline button."""
    query = {
        "id": str(next(_numbers)),
        "from": {"id": chat, "is_bot": False, "first_name": "Salma"},
        "chat_instance": "1",
        "data": data,
    }
    return {"update_id": next(_numbers), "callback_query": query}


def deliver_update(server: str, update: dict, secret: str = BOT_SECRET) -> requests.Response:
    """Call Telegram's web-hook as Telegram does."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    return requests.post(server + TELEGRAM_HOOK, json=update, headers=headers, timeout=30)
