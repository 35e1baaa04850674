"""What one stream is sent: everything after a number, and then whatever comes."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator

from bot.channels.web.streams import Stream
from bot.outbox import Outbox
from bot.outbox.numbering import ConversationForgotten
from bot.outbox.reading import Page
from identifiers.database import now

HEARTBEAT_SECONDS = 15.0
# Sent at once, so that the page knows that nothing on the way holds the stream back. A page that
# lost its stream comes back after the time given here (milliseconds).
HELLO = ": hello\nretry: 1000\n\n"
HEARTBEAT = ": still here\n\n"


async def follow(
    outbox: Outbox, stream: Stream, after: int, expires_at: float
) -> AsyncIterator[str]:
    """Server-sent events of a conversation, until it is over or the stream must end.

    Args:
        after: the number of the last message that the page has.
        expires_at: Unix seconds, when the page's token is good no more.
    """
    typing: str | None = None
    yield HELLO
    while not stream.ended:
        if time.time() >= expires_at:
            yield event("gone", {})
            return
        stream.look()
        try:
            page = await asyncio.to_thread(outbox.read, stream.conversation, after)
        except ConversationForgotten:
            yield event("gone", {})
            return
        for message in page.messages:
            yield event("message", message.as_json(), message.number)
            after = message.number
        writes = who_writes(page)
        if writes != typing:
            typing = writes
            agent = {"from": "agent"} if writes == "agent" else {}
            yield event("typing", {"on": writes is not None, **agent})
        if not page.messages and not await stream.wait(_patience(page, expires_at)):
            yield HEARTBEAT
    if stream.replaced:
        yield event("replaced", {})


async def next_page(outbox: Outbox, stream: Stream, after: int, seconds: float) -> Page:
    """What was said after a number; waits up to `seconds` where that is nothing yet."""
    deadline = time.monotonic() + seconds
    while True:
        stream.look()
        page = await asyncio.to_thread(outbox.read, stream.conversation, after)
        left = deadline - time.monotonic()
        if page.messages or stream.ended or left <= 0:
            return page
        await stream.wait(left)


def event(name: str, data: dict[str, object], number: int | None = None) -> str:
    """One server-sent event (WHATWG HTML, section 9.2)."""
    identity = f"id: {number}\n" if number is not None else ""
    return f"{identity}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def who_writes(page: Page) -> str | None:
    """`agent` or `assistant`, if anybody does."""
    if _agent_seconds(page) > 0:
        return "agent"
    return "assistant" if page.waiting else None


def _patience(page: Page, expires_at: float) -> float:
    left = min(HEARTBEAT_SECONDS, max(0.0, expires_at - time.time()))
    agent = _agent_seconds(page)
    return min(left, agent) if agent > 0 else left


def _agent_seconds(page: Page) -> float:
    """For how long it is to be shown that the agent writes."""
    until = page.agent_types_until
    return (until - now()).total_seconds() if until else 0.0
