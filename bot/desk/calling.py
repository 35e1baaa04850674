"""The desk's addresses for call-backs."""

from __future__ import annotations

import asyncio

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.desk.access import Access
from bot.desk.refusals import DeskRefused
from bot.desk.watching import Watching
from handover import HandoverStore


def add_calling(
    blueprint: Blueprint, store: HandoverStore, access: Access, watching: Watching
) -> None:
    """Add `POST /api/calls/ID/take`, `/number`, `/reached` and `/missed`."""
    calls = store.call_backs

    @blueprint.post("/api/calls/<call_id:int>/number")
    async def number(request: Request, call_id: int) -> HTTPResponse:
        agent = await access.deed(request)
        found = await asyncio.to_thread(calls.number, call_id, agent.id)
        if found is None:
            raise DeskRefused(409, "not_yours")
        return response.json({"number": found})

    @blueprint.post("/api/calls/<call_id:int>/<deed:take|reached|missed>")
    async def change(request: Request, call_id: int, deed: str) -> HTTPResponse:
        agent = await access.deed(request)
        deeds = {"take": calls.take, "reached": calls.reached, "missed": calls.not_reached}
        if not await asyncio.to_thread(deeds[deed], call_id, agent.id):
            raise DeskRefused(409, "not_free" if deed == "take" else "not_yours")
        watching.look_now()
        return response.json({"id": call_id})
