"""The page's addresses, for one editor on this machine."""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sanic import Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.review.session import BadDecision, NoSuchMessage, ReviewSession, Wish

FOLDER = Path(__file__).parent / "page"
FILES = {
    "review.js": "text/javascript; charset=utf-8",
    "messages.js": "text/javascript; charset=utf-8",
    "words.js": "text/javascript; charset=utf-8",
    "review.css": "text/css; charset=utf-8",
    "strings.json": "application/json",
}
COOKIE = "taghtia_review"
HOSTS = ("127.0.0.1", "localhost")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none';"
        " require-trusted-types-for 'script'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class ReviewSite:
    """Opens to whoever has the token that the command printed; changes nothing for another site.

    Args:
        intents: `[{"name", "fr", "ar"}]` of the intents to choose from.
    """

    def __init__(self, session: ReviewSession, intents: list[dict[str, str]]) -> None:
        self._session = session
        self._intents = intents
        self.token = secrets.token_urlsafe(24)
        # Every request that changes something bears it; another site cannot read it.
        self._csrf = secrets.token_urlsafe(24)

    def app(self) -> Sanic:
        """The application."""
        app = Sanic("taghtia_review", configure_logging=False)
        app.config.REQUEST_MAX_SIZE = 65_536
        app.on_request(self._admit)
        app.on_response(self._dress)
        app.exception(SanicException)(self._refuse)
        app.add_route(self._page, "/")
        app.add_route(self._file, "/page/<name:str>")
        app.add_route(self._groups, "/groups")
        app.add_route(self._decide, "/decisions", methods=["POST"])
        return app

    async def _admit(self, request: Request) -> HTTPResponse | None:
        """Nobody without the token, and nothing under another name than this machine's own."""
        host = request.headers.get("host", "").rsplit(":", 1)[0]
        if host not in HOSTS:
            return response.text("refused", 403)
        given = request.args.get("token")
        if request.path == "/" and given is not None and self._is_token(given):
            answer = response.redirect("/", status=303)
            answer.cookies[COOKIE] = self.token
            answer.cookies[COOKIE]["httponly"] = True
            answer.cookies[COOKIE]["samesite"] = "Strict"
            return answer
        if not self._is_token(request.cookies.get(COOKIE) or ""):
            return response.text("open the address that the command printed", 403)
        return None

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())

    async def _dress(self, _: Request, answer: HTTPResponse) -> None:
        answer.headers.update(HEADERS)

    async def _refuse(self, _: Request, error: SanicException) -> HTTPResponse:
        return response.json({"error": type(error).__name__}, status=error.status_code)

    async def _page(self, _: Request) -> HTTPResponse:
        return response.html((FOLDER / "index.html").read_text(encoding="utf-8"))

    async def _file(self, _: Request, name: str) -> HTTPResponse:
        if name not in FILES:
            return response.text("no such file", 404)
        text = (FOLDER / name).read_text(encoding="utf-8")
        return response.text(text, content_type=FILES[name])

    async def _groups(self, _: Request) -> HTTPResponse:
        groups = self._session.groups()
        return response.json({"groups": groups, "intents": self._intents, "csrf": self._csrf})

    async def _decide(self, request: Request) -> HTTPResponse:
        if not hmac.compare_digest(request.headers.get("x-csrf", ""), self._csrf):
            return response.json({"error": "another site"}, status=403)
        try:
            wish = Wish.from_json(_object(request))
            done = await asyncio.to_thread(self._session.carry_out, wish)
        except BadDecision:
            return response.json({"error": "bad decision"}, status=400)
        except NoSuchMessage:
            return response.json({"error": "decided before"}, status=409)
        return response.json(done)


def _object(request: Request) -> Mapping[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError:
        raise BadDecision from None
    if not isinstance(body, dict):
        raise BadDecision
    return body
