"""The desk's addresses for talks: taking, reading, answering, passing on, closing."""

from __future__ import annotations

import asyncio

from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.desk.access import Access, body_of, text_in
from bot.desk.refusals import DeskRefused
from bot.desk.views import line_json, talk_json
from bot.desk.watching import Watching
from bot.desk.words import checked_words
from bot.handover.pushing import ShowsTyping, pushers_of
from bot.handover.service import HandoverService
from handover import Handover, HandoverStore, Outcome, State
from handover.accounts import Agent
from handover.states import Role

MOST_KEY = 50


def add_talking(
    blueprint: Blueprint, store: HandoverStore, access: Access, watching: Watching
) -> None:
    """Add `/api/talks/ID` and the deeds under it."""
    talks, transcripts = store.talks, store.transcripts

    @blueprint.get("/api/talks/<talk_id:int>")
    async def read(request: Request, talk_id: int) -> HTTPResponse:
        agent = await access.agent(request)
        after = _number(request.args.get("after") or "0")
        talk = await asyncio.to_thread(_readable, store, talk_id, agent, after)
        lines = await asyncio.to_thread(transcripts.read, talk_id, after)
        names = {one.id: one.shown_as for one in await asyncio.to_thread(store.accounts.all)}
        shown = [line_json(line, names) for line in lines]
        return response.json({"talk": talk_json(talk), "lines": shown})

    @blueprint.post("/api/talks/<talk_id:int>/take")
    async def take(request: Request, talk_id: int) -> HTTPResponse:
        agent = await access.deed(request)
        _must(await asyncio.to_thread(talks.take, talk_id, agent.id), "not_free")
        return await _done(request.app, talk_id)

    @blueprint.post("/api/talks/<talk_id:int>/messages")
    async def say(request: Request, talk_id: int) -> HTTPResponse:
        agent = await access.deed(request)
        key, words = _said(request)
        number = await asyncio.to_thread(transcripts.say_to_student, talk_id, agent.id, key, words)
        _must(number is not None, "not_yours")
        return await _done(request.app, talk_id, number=number)

    @blueprint.post("/api/talks/<talk_id:int>/notes")
    async def note(request: Request, talk_id: int) -> HTTPResponse:
        agent = await access.deed(request)
        key, words = _said(request)
        number = await asyncio.to_thread(transcripts.note, talk_id, agent.id, key, words)
        _must(number is not None, "not_yours")
        return await _done(request.app, talk_id, number=number)

    @blueprint.post("/api/talks/<talk_id:int>/typing")
    async def typing(request: Request, talk_id: int) -> HTTPResponse:
        agent = await access.deed(request)
        conversation = await asyncio.to_thread(transcripts.agent_types, talk_id, agent.id)
        _must(conversation is not None, "not_yours")
        talk = await asyncio.to_thread(talks.find, talk_id)
        pusher = pushers_of(request.app).get(talk.channel) if talk else None
        if isinstance(pusher, ShowsTyping) and conversation is not None:
            await pusher.show_typing(conversation)
        return response.empty()

    @blueprint.post("/api/talks/<talk_id:int>/pass")
    async def pass_on(request: Request, talk_id: int) -> HTTPResponse:
        agent = await access.deed(request)
        to = body_of(request).get("to")
        if to is not None and type(to) is not int:
            raise DeskRefused(400, "bad_request")
        if to is not None and not await asyncio.to_thread(_may_take, store, to):
            raise DeskRefused(409, "not_there")
        _must(await asyncio.to_thread(talks.pass_on, talk_id, agent.id, to), "not_yours")
        return await _done(request.app, talk_id)

    @blueprint.post("/api/talks/<talk_id:int>/close")
    async def close(request: Request, talk_id: int) -> HTTPResponse:
        agent = await access.deed(request)
        try:
            outcome = Outcome(text_in(body_of(request), "outcome"))
        except ValueError:
            raise DeskRefused(400, "bad_request") from None
        _must(await asyncio.to_thread(talks.close, talk_id, agent.id, outcome), "not_yours")
        return await _done(request.app, talk_id)

    async def _done(app: Sanic, talk_id: int, **more: object) -> HTTPResponse:
        """Push what there is to push and show every desk what has changed, at once."""
        talk = await asyncio.to_thread(talks.find, talk_id)
        if talk is not None:
            HandoverService.of(app).delivering.submit(talk.conversation)
        watching.look_now()
        return response.json({"id": talk_id, **more})


def _said(request: Request) -> tuple[str, str]:
    """The page's own name for the words, and the words."""
    body = body_of(request)
    key = text_in(body, "id")
    if len(key) > MOST_KEY:
        raise DeskRefused(400, "bad_request")
    return f"desk {key}", checked_words(text_in(body, "text"))


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise DeskRefused(400, "bad_request")
    return int(text)


def _readable(store: HandoverStore, talk_id: int, agent: Agent, after: int) -> Handover:
    """A talk that is the agent's own; a supervisor reads any, which is audited.

    So does whoever picks up a caller who is put through: which of them it is, nobody tells us.
    """
    talk = store.talks.find(talk_id)
    if talk is None or not _may_read(talk, agent):
        raise DeskRefused(404, "not_yours")
    if talk.agent_id != agent.id and after == 0:
        store.talks.note_reading(talk_id, agent.id)
    return talk


def _may_read(talk: Handover, agent: Agent) -> bool:
    is_theirs = talk.agent_id == agent.id or talk.state is State.ON_CALL
    return is_theirs or agent.role is Role.SUPERVISOR


def _may_take(store: HandoverStore, agent_id: int) -> bool:
    return any(one.id == agent_id for one in store.sessions.present())


def _must(done: bool, code: str) -> None:
    if not done:
        raise DeskRefused(409, code)
