"""The desk's other addresses: signing in, ready answers, the assistant, the figures."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from rasa.core.channels.channel import UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.desk.access import Access, body_of, session_token, set_session, text_in
from bot.desk.assist import ask_assistant, is_case
from bot.desk.canned import canned_answers
from bot.desk.refusals import DeskRefused
from bot.desk.views import agent_json, overview_json
from bot.desk.watching import Watching
from bot.gate.build import gate_from_environment
from handover import HandoverStore
from handover.states import Role
from identifiers.database import now
from knowledge.records import LANGUAGES

MOST_DAYS = 92


def add_sessions(
    blueprint: Blueprint, store: HandoverStore, access: Access, watching: Watching
) -> None:
    """Add `/api/session`: POST signs in, GET tells who is, DELETE signs out; `POST /api/ready`."""

    @blueprint.post("/api/session")
    async def sign_in(request: Request) -> HTTPResponse:
        token = await access.sign_in(request)
        watching.look_now()
        return set_session(request, response.json({}, 201), token)

    @blueprint.get("/api/session")
    async def who(request: Request) -> HTTPResponse:
        signed_in = await access.who(request)
        agent = agent_json(signed_in.agent)
        return response.json({"agent": agent, "form_token": signed_in.form_token})

    @blueprint.delete("/api/session")
    async def sign_out(request: Request) -> HTTPResponse:
        await access.deed(request)
        await asyncio.to_thread(store.sessions.end, session_token(request))
        watching.look_now()
        return set_session(request, response.json({}), "")

    @blueprint.post("/api/ready")
    async def ready(request: Request) -> HTTPResponse:
        agent = await access.deed(request)
        wanted = body_of(request).get("ready")
        if not isinstance(wanted, bool):
            raise DeskRefused(400, "bad_request")
        await asyncio.to_thread(store.accounts.set_ready, agent.id, wanted)
        watching.look_now()
        return response.json({"ready": wanted})


def add_help(blueprint: Blueprint, store: HandoverStore, access: Access) -> None:
    """Add `GET /api/answers`, `POST /api/assistant` and `GET /api/figures?days=N`."""

    @blueprint.get("/api/answers")
    async def answers(request: Request) -> HTTPResponse:
        await access.agent(request)
        return response.json(await asyncio.to_thread(canned_answers))

    @blueprint.post("/api/assistant")
    async def assistant(request: Request) -> HTTPResponse:
        agent = await access.deed(request)
        body = body_of(request)
        case, text, language = (text_in(body, key) for key in ("case", "text", "language"))
        if not is_case(case) or language not in LANGUAGES:
            raise DeskRefused(400, "bad_request")

        async def handle(message: UserMessage) -> None:
            await request.app.ctx.agent.handle_message(message)

        asked = (agent.id, case, text, language)
        try:
            said = await ask_assistant(gate_from_environment(), handle, *asked)
        except asyncio.TimeoutError:
            raise DeskRefused(504, "unavailable") from None
        return response.json({"answers": said})

    @blueprint.get("/api/figures")
    async def figures(request: Request) -> HTTPResponse:
        await access.agent(request, Role.SUPERVISOR)
        days = request.args.get("days") or "7"
        if not days.isascii() or not days.isdigit() or not 1 <= int(days) <= MOST_DAYS:
            raise DeskRefused(400, "bad_request")
        since = (now() - timedelta(days=int(days) - 1)).replace(hour=0, minute=0, second=0)
        overview = await asyncio.to_thread(store.figures.overview, since)
        return response.json(overview_json(overview))
