"""A Chatwoot on this machine: the calls of its API reference that a hand-over uses, and web-hooks.

It can be told to fail, and it signs and repeats web-hooks as the reference says.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests
from sanic import Sanic, response

from bot.handover.chatwoot.settings import ChatwootSettings
from tests.serving import serving

INBOX, SECRET, ACCOUNT, TOKEN = "inbox-1", "signing secret", "7", "agent token"


@dataclass
class FakeChatwoot:
    """`messages`: (conversation, text, private) as they came; `fail`: the next answers."""

    url: str = ""
    contacts: dict[str, str] = field(default_factory=dict)
    conversations: list[dict] = field(default_factory=list)
    messages: list[tuple[int, str, bool]] = field(default_factory=list)
    fail: list[int] = field(default_factory=list)
    refused: int = 0

    def settings(self) -> ChatwootSettings:
        return ChatwootSettings(self.url, INBOX, "Conseillère", SECRET, ACCOUNT, TOKEN)

    def texts(self, conversation: int) -> list[str]:
        return [text for one, text, private in self.messages if one == conversation and not private]

    def hook(self, helpline: str, event: dict, secret: str = SECRET, age: int = 0, **changed):
        """Call the web-hook as Chatwoot signs it."""
        body = json.dumps(event).encode()
        stamp = str(int(time.time()) - age)
        digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {
            "X-Chatwoot-Timestamp": stamp,
            "X-Chatwoot-Signature": f"sha256={digest}",
            "X-Chatwoot-Delivery": str(uuid.uuid4()),
            **changed,
        }
        url = f"{helpline}/webhooks/chatwoot"
        return requests.post(url, data=body, headers=headers, timeout=30)

    def says(self, helpline: str, conversation: int, text: str, number: int, **more):
        """An agent writes in Chatwoot."""
        event = {
            "event": "message_created",
            "id": number,
            "content": text,
            "message_type": "outgoing",
            "private": False,
            "conversation": {"id": conversation, "status": "open"},
            "account": {"id": int(ACCOUNT)},
        }
        return self.hook(helpline, {**event, **more})


@contextmanager
def chatwoot_server() -> Iterator[FakeChatwoot]:
    """Serve it on a real port."""
    fake = FakeChatwoot()
    app = Sanic(f"chatwoot_{uuid.uuid4().hex}", configure_logging=False)
    inbox = f"/public/api/v1/inboxes/{INBOX}/contacts"

    @app.middleware("request")
    async def refuse(_):
        if fake.fail:
            fake.refused += 1
            return response.json({"error": "no"}, fake.fail.pop(0))

    @app.post(inbox)
    async def contact(request):
        source = fake.contacts.setdefault(request.json["identifier"], str(uuid.uuid4()))
        return response.json({"source_id": source, "pubsub_token": "x", "id": 1, "name": None})

    @app.post(inbox + "/<source>/conversations")
    async def conversation(request, source):
        if source not in fake.contacts.values():
            return response.json({}, 404)
        fake.conversations.append(request.json["custom_attributes"])
        return response.json({"id": 100 + len(fake.conversations), "inbox_id": "1", "messages": []})

    @app.post(inbox + "/<source>/conversations/<number:int>/messages")
    async def message(request, source, number):
        fake.messages.append((number, request.json["content"], False))
        return response.json({"id": len(fake.messages), "message_type": 0})

    @app.post(f"/api/v1/accounts/{ACCOUNT}/conversations/<number:int>/messages")
    async def note(request, number):
        if request.headers.get("api_access_token") != TOKEN:
            return response.json({}, 401)
        fake.messages.append((number, request.json["content"], request.json["private"]))
        return response.json({"id": len(fake.messages)})

    with serving(app) as address:
        fake.url = address
        yield fake
