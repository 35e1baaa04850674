"""A local server that behaves as the Graph API's documents say, with its failures scripted."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import aiohttp
import requests
from sanic import Sanic, response

from tests.serving import serving

PHONE_ID, SECRET, VERIFY, TOKEN = "100200300", "app-secret", "verify-word", "graph-token"
HOOK = "/webhooks/whatsapp/webhook"


@dataclass
class GraphApi:
    """Keeps what was sent. `script` holds what the next messages get instead of a success: an error
    code, or None for a connection that breaks after the message was taken; `scripts` the same for
    one telephone number."""

    address: str = ""
    sent: list[dict] = field(default_factory=list)
    attended: list[dict] = field(default_factory=list)
    tried: list[dict] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    script: deque[int | None] = field(default_factory=deque)
    scripts: dict[str, deque[int | None]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def texts(self) -> list[str]:
        return [m["text"]["body"] for m in self.sent if m["type"] == "text"]

    def handle(self, body: dict, headers) -> tuple[int, dict] | None:
        self.tokens.add(headers.get("authorization", ""))
        if body.get("status") == "read":
            self.attended.append(body)
            return 200, {"success": True}
        with self.lock:
            self.tried.append(body)
            script = self.scripts.get(body.get("to", "")) or self.script
            code = script.popleft() if script else 0
            if code:
                return 400, {"error": {"message": "(#x)", "code": code, "fbtrace_id": "t"}}
            self.sent.append(body)
        if code is None:
            return None
        return 200, {"messaging_product": "whatsapp", "messages": [{"id": wamid()}]}


def wamid() -> str:
    return f"wamid.{uuid.uuid4().hex}"


@contextmanager
def graph_api() -> Iterator[GraphApi]:
    api, app = GraphApi(), Sanic(f"graph_{uuid.uuid4().hex}", configure_logging=False)

    @app.post("/<_version>/<_sender>/messages")
    async def messages(request, _version, _sender):
        answer = api.handle(request.json, request.headers)
        if answer is None:
            request.transport.close()
            return response.empty()
        return response.json(answer[1], answer[0])

    with serving(app) as address:
        api.address = f"{address}/v23.0"
        yield api


def message(
    kind: str = "text", content: object = None, sender: str = "212600000001", **more
) -> dict:
    """A message as the web-hook reference shows it."""
    content = {"body": content} if isinstance(content, str) else content
    moment = str(more.pop("timestamp", int(time.time())))
    base = {"from": sender, "id": more.pop("id", wamid()), "timestamp": moment, "type": kind}
    return {**base, kind: content, **more}


def hook(*messages: dict, statuses: tuple[dict, ...] = (), phone_id: str = PHONE_ID) -> bytes:
    """The raw body of a web-hook call."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550000000", "phone_number_id": phone_id},
        "contacts": [{"profile": {"name": "Salma"}, "wa_id": "212600000001"}],
    }
    if messages:
        value["messages"] = list(messages)
    if statuses:
        value["statuses"] = list(statuses)
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def status(state: str, reference: str | None = None, code: int | None = None, **more) -> dict:
    """A status as the web-hook reference shows it."""
    found = {"id": wamid(), "status": state, "timestamp": "1", "recipient_id": "212600000001"}
    if reference:
        found["biz_opaque_callback_data"] = reference
    if code:
        found["errors"] = [{"code": code, "title": "x"}]
    return {**found, **more}


def signature(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def deliver(server: str, body: bytes, signed: str | None = None) -> requests.Response:
    """Call the web-hook as Meta does."""
    headers = {
        "X-Hub-Signature-256": signature(body) if signed is None else signed,
        "Content-Type": "application/json",
    }
    return requests.post(server + HOOK, data=body, headers=headers, timeout=30)


async def is_acknowledged(http: aiohttp.ClientSession, url: str, body: bytes) -> bool:
    """Call the web-hook once; whether it said 200."""
    headers = {"X-Hub-Signature-256": signature(body)}
    try:
        async with http.post(url, data=body, headers=headers) as reply:
            return reply.status == 200
    except (aiohttp.ClientError, asyncio.TimeoutError):
        return False


def wait_for(condition, seconds: float = 20):
    """The condition's value once it is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")
