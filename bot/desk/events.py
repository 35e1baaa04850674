"""`GET /agent/api/events`: what the desk shows, sent whenever it changes."""

from __future__ import annotations

import asyncio
import json
import time

from sanic import Blueprint
from sanic.request import Request
from sqlalchemy.exc import SQLAlchemyError

from bot.desk.access import Access, session_token
from bot.desk.watching import Watching
from handover import HandoverStore

# Each also says that the agent is there.
HEARTBEAT_SECONDS = 20.0
SEND_SECONDS = 10.0
HELLO = ": hello\nretry: 2000\n\n"
HEARTBEAT = ": still here\n\n"


def add_events(
    blueprint: Blueprint, store: HandoverStore, access: Access, watching: Watching
) -> None:
    """Add the stream of a desk."""

    @blueprint.get("/api/events")
    async def events(request: Request) -> None:
        await access.who(request)
        token = session_token(request)
        await asyncio.to_thread(store.sessions.show, token)
        watching.look_now()
        answer = await request.respond(
            content_type="text/event-stream; charset=utf-8",
            headers={"X-Accel-Buffering": "no", "Cache-Control": "no-store"},
        )
        changed = watching.open()
        try:
            await asyncio.wait_for(answer.send(HELLO), SEND_SECONDS)
            seen = time.monotonic()
            while not watching.closed:
                if time.monotonic() - seen >= HEARTBEAT_SECONDS:
                    seen = time.monotonic()
                    if not await _still_there(store, token):
                        await answer.send("event: signed_out\ndata: {}\n\n")
                        return
                event = _event(watching) if changed.is_set() else HEARTBEAT
                changed.clear()
                await asyncio.wait_for(answer.send(event), SEND_SECONDS)
                left = max(0.0, HEARTBEAT_SECONDS - (time.monotonic() - seen))
                try:
                    await asyncio.wait_for(changed.wait(), left)
                except asyncio.TimeoutError:
                    continue
        except asyncio.TimeoutError:
            # It takes nothing in any more; the page comes back by itself.
            request.transport.abort()
        finally:
            watching.close(changed)


async def _still_there(store: HandoverStore, token: str) -> bool:
    try:
        if await asyncio.to_thread(store.sessions.find, token) is None:
            return False
        await asyncio.to_thread(store.sessions.show, token)
    except SQLAlchemyError:
        # The page need not be told: it looks again.
        return True
    return True


def _event(watching: Watching) -> str:
    return f"event: desk\ndata: {json.dumps(watching.state, ensure_ascii=False)}\n\n"
