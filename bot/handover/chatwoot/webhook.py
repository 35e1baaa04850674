"""What Chatwoot tells of a talk: an agent's words, and that it is resolved.

Source: "Verify webhook signatures" in Chatwoot's API reference (v4.17): HMAC-SHA-256 over the time
stamp, a point and the body as it came.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import re
import time
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.gate.build import public_numbers
from bot.gate.plain_text import plain_text
from bot.handover.delivering import Delivering
from bot.outbox.message import HIDDEN
from handover import HandoverStore, Outcome, State
from handover.external import External
from handover.talks import Talks
from handover.transcripts import Transcripts
from identifiers.recognise import recognise
from knowledge.clock import today

PATH = "/webhooks/chatwoot"
MAX_BODY_BYTES = 65_536
OLDEST_SECONDS, AHEAD_SECONDS = 300, 30
MOST_CHARACTERS = 2_000
_STAMP, _SIGNATURE = re.compile(r"[0-9]{1,20}"), re.compile(r"sha256=[0-9a-f]{64}")

_STATES = ("conversation_status_changed", "conversation_resolved")

logger = logging.getLogger(__name__)


class Webhook:
    """The address that the inbox's web-hook calls."""

    def __init__(
        self, store: HandoverStore, delivering: Delivering, secret: str, agent_id: int
    ) -> None:
        self._external = External(store.engine)
        # Nobody renews a lease from there: an agent who says nothing for so long has gone.
        self._talks = Talks(store.engine, External.LEASE)
        self._transcripts = Transcripts(store.engine, External.LEASE)
        self._delivering = delivering
        self._secret = secret.encode()
        self._agent = agent_id

    def blueprint(self) -> Blueprint:
        """`POST /webhooks/chatwoot`."""
        routes = Blueprint("chatwoot")

        @routes.post(PATH)
        async def take(request: Request) -> HTTPResponse:
            if len(request.body) > MAX_BODY_BYTES:
                return response.json({"error": "too_large"}, 413)
            if not self._is_signed(request):
                return response.json({"error": "bad_signature"}, 401)
            try:
                event = json.loads(request.body)
            except (ValueError, RecursionError):
                event = None
            if not isinstance(event, dict):
                return response.json({"error": "bad_request"}, 400)
            try:
                await self._take(event)
            except SQLAlchemyError as error:
                # Not acknowledged: Chatwoot sends it again.
                logger.error("a web-hook of Chatwoot was not kept: %s", type(error).__name__)
                return response.json({"error": "unavailable"}, 503)
            return response.json({})

        return routes

    def _is_signed(self, request: Request) -> bool:
        stamp = request.headers.get("x-chatwoot-timestamp", "")
        given = request.headers.get("x-chatwoot-signature", "")
        if not _STAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(given):
            return False
        if not -AHEAD_SECONDS <= time.time() - int(stamp) <= OLDEST_SECONDS:
            return False
        signed = stamp.encode() + b"." + request.body
        digest = hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        return hmac.compare_digest(given, f"sha256={digest}")

    async def _take(self, event: dict[str, Any]) -> None:
        name = event.get("event")
        if name == "message_created" and _is_agents(event):
            await asyncio.to_thread(self._say, _number(event.get("conversation")), event)
        elif name in _STATES and event.get("status") == "resolved":
            await asyncio.to_thread(self._close, _number(event))
        conversation = await asyncio.to_thread(self._external.conversation_of, _ticket(event))
        if conversation is not None:
            self._delivering.submit(conversation)

    def _say(self, ticket: int, message: dict[str, Any]) -> None:
        talk = self._external.of_ticket(ticket)
        words = _without_identifiers(str(message.get("content") or ""))
        if talk is None or not words:
            return
        if talk.state is State.WAITING:
            self._talks.take(talk.id, self._agent)
        key = f"chatwoot {message.get('id')}"
        self._transcripts.say_to_student(talk.id, self._agent, key, words)

    def _close(self, ticket: int) -> None:
        talk = self._external.of_ticket(ticket)
        if talk is None:
            return
        if talk.state is State.WAITING:
            self._talks.take(talk.id, self._agent)
        self._talks.close(talk.id, self._agent, Outcome.SOLVED)


def _is_agents(message: dict[str, Any]) -> bool:
    """Said by an agent to the student: no private note, and nothing that came from here."""
    return message.get("message_type") in ("outgoing", 1) and not message.get("private")


def _ticket(event: dict[str, Any]) -> int:
    inner = event.get("conversation")
    return _number(inner) if isinstance(inner, dict) else _number(event)


def _number(record: object) -> int:
    number = record.get("id") if isinstance(record, dict) else None
    return number if type(number) is int else 0


def _without_identifiers(text: str) -> str:
    """The words as they may be kept here; nobody can ask that agent to write them anew."""
    words = plain_text(text).strip()[:MOST_CHARACTERS]
    for found in reversed(recognise(words, today(), public=public_numbers())):
        words = words[: found.start] + HIDDEN + words[found.end :]
    return words
