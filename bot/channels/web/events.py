"""The addresses by which a page hears what is said: pushed as it comes, or asked for."""

from __future__ import annotations

import asyncio
import logging

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.web.access import open_with_token
from bot.channels.web.following import follow, next_page, who_writes
from bot.channels.web.incoming import read_number
from bot.channels.web.service import WebService

MAX_WAIT_SECONDS = 25
# A connection that takes in nothing for so long is cut: the page comes back where it was.
SLOW_SECONDS = 10.0
# Proxies hand each event on at once (nginx's own name for it).
EVENTS_HEADERS = {"X-Accel-Buffering": "no"}

logger = logging.getLogger(__name__)


def add_events(blueprint: Blueprint, service: WebService) -> None:
    """Add `GET /events` and `GET /messages`."""

    @blueprint.get("/events")
    async def events(request: Request) -> None:
        access = open_with_token(service, request)
        after = read_number(request.headers.get("last-event-id") or request.args.get("after"))
        with service.streams.open(access.conversation) as stream:
            answer = await request.respond(
                content_type="text/event-stream; charset=utf-8", headers=EVENTS_HEADERS
            )
            try:
                async for event in follow(service.outbox, stream, after, access.expires_at):
                    if not await _send(request, answer, event):
                        return
            except SQLAlchemyError as error:
                # The page comes back for the rest by itself.
                logger.error("a stream could not be read: %s", type(error).__name__)

    @blueprint.get("/messages")
    async def messages(request: Request) -> HTTPResponse:
        access = open_with_token(service, request)
        after = read_number(request.args.get("after"))
        seconds = min(read_number(request.args.get("wait")), MAX_WAIT_SECONDS)
        if seconds:
            with service.streams.open(access.conversation) as stream:
                page = await next_page(service.outbox, stream, after, seconds)
        else:
            page = await asyncio.to_thread(service.outbox.read, access.conversation, after)
        said = [message.as_json() for message in page.messages]
        return response.json({"messages": said, "typing": who_writes(page) is not None})


async def _send(request: Request, answer: BaseHTTPResponse, event: str) -> bool:
    """Whether the event went out; a connection that takes nothing in any more is cut."""
    try:
        await asyncio.wait_for(answer.send(event), SLOW_SECONDS)
    except asyncio.TimeoutError:
        request.transport.abort()
        return False
    return True
