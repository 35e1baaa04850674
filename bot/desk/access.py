"""Who is signed in, and that a request is theirs and not another site's."""

from __future__ import annotations

import asyncio
import hmac
import json
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.web.origins import AllowedOrigins
from bot.desk.refusals import DeskRefused
from bot.gate.limits import RateLimit
from handover import HandoverStore
from handover.accounts import Agent
from handover.sessions import LIFETIME, SignedIn
from handover.states import Role

COOKIE, PATH = "taghtia_agent", "/agent"
FORM_TOKEN_HEADER = "x-form-token"
MAX_BODY_BYTES = 16_384
MOST_CHARACTERS = 2_000
# Beside the lock of an account: nobody tries many names, and few hashes are made at once (64 MiB).
SIGN_INS_A_MINUTE = 20
HASHES_AT_ONCE = 2
_OWN_SITE_ONLY = AllowedOrigins()


class Access:
    """Signing in and out, and whose a request is."""

    def __init__(self, store: HandoverStore) -> None:
        self._store = store
        self._tries = RateLimit(SIGN_INS_A_MINUTE, seconds=60.0)
        self._hashing = asyncio.Semaphore(HASHES_AT_ONCE)

    async def sign_in(self, request: Request) -> str:
        """The new session's secret.

        Raises:
            DeskRefused: wrong, locked, or too many tries; not said which account it was.
        """
        _refuse_other_sites(request)
        if not self._tries.allows(request.remote_addr or request.ip):
            raise DeskRefused(429, "too_many")
        body = body_of(request)
        given = [text_in(body, key, needed=key != "code") for key in ("name", "password", "code")]
        name, password, code = given
        async with self._hashing:
            check = self._store.accounts.check
            agent = await asyncio.to_thread(check, name, password, code or None)
        if agent is None:
            raise DeskRefused(401, "wrong")
        return await asyncio.to_thread(self._store.sessions.begin, agent)

    async def who(self, request: Request) -> SignedIn:
        """Whose session the request's cookie names.

        Raises:
            DeskRefused: nobody's.
        """
        token = session_token(request)
        signed_in = await asyncio.to_thread(self._store.sessions.find, token) if token else None
        if signed_in is None:
            raise DeskRefused(401, "signed_out")
        return signed_in

    async def agent(self, request: Request, *roles: Role) -> Agent:
        """Who asks, for a request that changes nothing.

        Raises:
            DeskRefused: nobody, or somebody without one of the roles.
        """
        agent = (await self.who(request)).agent
        if roles and agent.role not in roles:
            raise DeskRefused(403, "not_allowed")
        return agent

    async def deed(self, request: Request) -> Agent:
        """Who asks, for a request that changes something: it must come from our own page.

        Raises:
            DeskRefused: nobody, or another site in their name.
        """
        _refuse_other_sites(request)
        signed_in = await self.who(request)
        given = request.headers.get(FORM_TOKEN_HEADER, "")
        if not given.isascii() or not hmac.compare_digest(given, signed_in.form_token):
            raise DeskRefused(403, "foreign")
        return signed_in.agent


def session_token(request: Request) -> str:
    """The cookie's value, "" without one."""
    return str(request.cookies.get(COOKIE) or "")


def set_session(request: Request, answer: HTTPResponse, token: str) -> HTTPResponse:
    """Put the session into a cookie that no script reads and no other site sends."""
    seconds = int(LIFETIME.total_seconds()) if token else 0
    secure = "; Secure" if request.scheme == "https" else ""
    value = f"{COOKIE}={token}; Path={PATH}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
    answer.headers["Set-Cookie"] = value
    return answer


def body_of(request: Request) -> dict[str, Any]:
    """The request's JSON object.

    Raises:
        DeskRefused: too large, or no such thing.
    """
    if len(request.body) > MAX_BODY_BYTES:
        raise DeskRefused(413, "too_long")
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise DeskRefused(400, "bad_request")
    return body


def text_in(body: dict[str, Any], key: str, needed: bool = True) -> str:
    """A text of the body.

    Raises:
        DeskRefused: it is none, is missing, or is too long.
    """
    value = body.get(key, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise DeskRefused(400, "bad_request")
    if len(value) > MOST_CHARACTERS:
        raise DeskRefused(413, "too_long")
    return value.strip()


def _refuse_other_sites(request: Request) -> None:
    if not _OWN_SITE_ONLY.allow(request):
        raise DeskRefused(403, "foreign")
