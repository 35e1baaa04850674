"""A web channel that speaks the protocol of docs/webchat-protocol.md and can be told to misbehave.

It runs in a thread of the test, keeps conversations in memory, and serves the real page and widget
with the policy that the real server sends.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from aiohttp import web

from bot.web.site import SiteFile, load_site
from tests.browser.fake_conversation import FakeConversation, echo
from tests.browser.server_thread import ServerThread

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types taghtia"
)
DEFAULT = {"text": "Entendu.", "language": "fr", "name": "utter_fake"}


class FakeChannel:
    """Start it with `with FakeChannel() as channel:`; then `channel.url` is the page.

    What it does wrong on demand: `down` (no connection gets an answer), `lose_answers` (so many
    messages are taken in, and their 202 is lost), `hold_streams` (a proxy that keeps streams back),
    `replace_streams` (newer tabs took their place), `busy` (so many messages get 429), `refuse`
    (messages get 413 with these words), `think` (seconds before an answer).
    """

    def __init__(self) -> None:
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.requests: list[tuple[str, str, Any]] = []
        self.conversations: dict[str, FakeConversation] = {}
        self.down = False
        self.lose_answers = 0
        self.hold_streams = False
        self.replace_streams = False
        self.busy = 0
        self.refuse: dict[str, str] | None = None
        self.think = 0.0
        self.expires_in = 86_400
        self.origins: set[str] = set()
        self.pages: dict[str, str] = {}
        self.policy = POLICY
        self._site = _site()
        self._thread = ServerThread(self._application)
        self._tasks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> FakeChannel:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.stop()

    # What a test does

    @property
    def url(self) -> str:
        """Where the page is."""
        return self._thread.url

    @property
    def sent(self) -> list[dict[str, Any]]:
        """Bodies of all messages that reached the server, repeats too."""
        return [body for method, path, body in self.requests if (method, path) == POST_MESSAGE]

    @property
    def conversation(self) -> FakeConversation:
        """The newest one."""
        return list(self.conversations.values())[-1]

    def push(self, **message: Any) -> None:
        """Say something unasked, as an agent would."""
        self.call(lambda: self.conversation.add({"language": "fr", **message}))

    def forget_all(self) -> None:
        """Every conversation expires, and its streams are told so."""

        def expire() -> None:
            gone = list(self.conversations.values())
            self.conversations.clear()
            for conversation in gone:
                conversation.wake()

        self.call(expire)

    def call(self, act: Callable[[], object]) -> None:
        """Do `act` in the server's thread, and wait until it is done."""
        self._thread.call(act)

    # The server

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[self._gatekeeper])
        base = "/webhooks/web"
        app.add_routes(
            [
                web.post(f"{base}/conversations", self._open),
                web.post(f"{base}/messages", self._message),
                web.get(f"{base}/messages", self._poll),
                web.get(f"{base}/events", self._events),
                web.post(f"{base}/feedback", self._feedback),
                web.delete(f"{base}/conversation", self._forget),
                web.get("/{path:.*}", self._file),
            ]
        )
        return app

    @web.middleware
    async def _gatekeeper(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if self.down:
            assert request.transport is not None
            request.transport.close()
            raise asyncio.CancelledError
        if not request.path.startswith("/webhooks/web"):
            return await handler(request)
        if request.method == "OPTIONS":
            return web.Response(status=204, headers=self._cors(request))
        body = json.loads(await request.text() or "null")
        self.requests.append((request.method, request.path, body))
        try:
            response = await handler(request)
        except web.HTTPException as refusal:
            refusal.headers.update(self._cors(request))
            raise
        if not response.prepared:
            response.headers.update(self._cors(request))
        return response

    def _cors(self, request: web.Request) -> dict[str, str]:
        origin = request.headers.get("Origin", "")
        if origin not in self.origins:
            return {}
        return {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
        }

    def _of(self, request: web.Request) -> FakeConversation:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.conversations:
            raise web.HTTPUnauthorized(
                text='{"error": "bad_token"}', content_type="application/json"
            )
        return self.conversations[token]

    async def _open(self, request: web.Request) -> web.Response:
        conversation = FakeConversation(language=(await request.json())["language"])
        self.conversations[conversation.token] = conversation
        answer = {"token": conversation.token, "expires_in": self.expires_in, "messages": []}
        return web.json_response(answer, status=201)

    async def _message(self, request: web.Request) -> web.Response:
        conversation = self._of(request)
        body = await request.json()
        if self.busy:
            self.busy -= 1
            return web.json_response(
                {"error": "too_many"}, status=429, headers={"Retry-After": "1"}
            )
        if self.refuse:
            refusal = {"error": "too_large", "message": self.refuse}
            return web.json_response(refusal, status=413)
        known = next((m for m in conversation.messages if m.get("client_id") == body["id"]), None)
        if known is None:
            known = conversation.add(echo(body))
            task = asyncio.ensure_future(self._answer(conversation, body))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if self.lose_answers:
            self.lose_answers -= 1
            assert request.transport is not None
            request.transport.close()
            raise asyncio.CancelledError
        return web.json_response({"id": body["id"], "number": known["number"]}, status=202)

    async def _answer(self, conversation: FakeConversation, body: dict[str, Any]) -> None:
        conversation.typing = True
        conversation.wake()
        await asyncio.sleep(self.think)
        key = "location" if "location" in body else body.get("payload") or body.get("text", "")
        for answer in self.answers.get(key, [DEFAULT]):
            conversation.add({"from": "assistant", **answer})
        conversation.typing = False
        conversation.wake()

    async def _poll(self, request: web.Request) -> web.Response:
        conversation = self._of(request)
        after, wait = (int(request.query[name]) for name in ("after", "wait"))
        if wait and len(conversation.messages) <= after:
            await _wait_for(conversation.changed, wait)
            self._of(request)
        answer = {"messages": conversation.messages[after:], "typing": conversation.typing}
        return web.json_response(answer)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        conversation = self._of(request)
        headers = {"Content-Type": "text/event-stream", **self._cors(request)}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        if self.hold_streams:
            await asyncio.sleep(3600)
        await response.write(b": open\n\n")
        after, typing = int(request.query["after"]), False
        while True:
            changed = conversation.changed
            if self.replace_streams:
                await response.write(b"event: replaced\ndata: {}\n\n")
                return response
            if conversation.token not in self.conversations:
                await response.write(b"event: gone\ndata: {}\n\n")
                return response
            for message in conversation.messages[after:]:
                data = json.dumps(message, ensure_ascii=False)
                await response.write(
                    f"id: {message['number']}\nevent: message\ndata: {data}\n\n".encode()
                )
                after = message["number"]
            if typing != conversation.typing:
                typing = conversation.typing
                data = json.dumps({"on": typing})
                await response.write(f"event: typing\ndata: {data}\n\n".encode())
            await _wait_for(changed, 15)

    async def _feedback(self, request: web.Request) -> web.Response:
        body = await request.json()
        self._of(request).votes[body["number"]] = body["helpful"]
        return web.Response(status=204)

    async def _forget(self, request: web.Request) -> web.Response:
        conversation = self._of(request)
        del self.conversations[conversation.token]
        conversation.wake()
        return web.json_response({"deleted": {"messages": len(conversation.messages)}})

    async def _file(self, request: web.Request) -> web.Response:
        policy = {"Content-Security-Policy": self.policy}
        if request.path in self.pages:
            kind = "text/css" if request.path.endswith(".css") else "text/html"
            page = self.pages[request.path]
            return web.Response(text=page, content_type=kind, headers=policy)
        file = self._site.get(request.path)
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.gzipped, headers={**policy, **_file_headers(file)})


POST_MESSAGE = ("POST", "/webhooks/web/messages")
_site = lru_cache(load_site)


def _file_headers(file: SiteFile) -> dict[str, str]:
    return {
        "Content-Type": file.content_type,
        "Content-Encoding": "gzip",
        "Cache-Control": file.cache_control,
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


async def _wait_for(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except asyncio.TimeoutError:
        return
