"""The addresses by which a page begins a conversation, says something and has it forgotten."""

from __future__ import annotations

import asyncio

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.web.access import Access, count_beginning, open_with_token
from bot.channels.web.incoming import Incoming, body_of, read_language, read_message, read_vote
from bot.channels.web.refusals import Refused
from bot.channels.web.service import WebService
from bot.gate.limits import WINDOW_SECONDS
from bot.outbox.votes import NothingToVoteOn

TOO_OFTEN = "/message_too_often"


def add_talking(blueprint: Blueprint, service: WebService) -> None:
    """Add `POST /conversations`, `/messages`, `/feedback`, `/typing`; `DELETE /conversation`."""

    @blueprint.post("/conversations")
    async def begin(request: Request) -> HTTPResponse:
        count_beginning(service, request)
        token, seconds = service.tokens.issue(read_language(body_of(request)))
        return response.json({"token": token, "expires_in": seconds, "messages": []}, 201)

    @blueprint.post("/messages")
    async def say(request: Request) -> HTTPResponse:
        access = open_with_token(service, request)
        incoming = read_message(body_of(request))
        number = await _take_in(service, access, incoming)
        return response.json({"id": incoming.client_id, "number": number}, 202)

    @blueprint.post("/feedback")
    async def vote(request: Request) -> HTTPResponse:
        access = open_with_token(service, request)
        number, helpful = read_vote(body_of(request))
        try:
            vote = (access.conversation, number, helpful)
            response_name = await asyncio.to_thread(service.outbox.vote, *vote)
        except NothingToVoteOn:
            raise Refused(404, "no_such_answer") from None
        service.dialogue.tell_vote(*vote, response_name)
        return response.empty()

    @blueprint.post("/typing")
    async def typing(request: Request) -> HTTPResponse:
        access = open_with_token(service, request)
        await service.dialogue.show_typing(access.conversation)
        return response.empty()

    @blueprint.delete("/conversation")
    async def forget(request: Request) -> HTTPResponse:
        access = open_with_token(service, request)
        deleted = await asyncio.to_thread(service.outbox.forget, access.conversation)
        deleted |= await service.dialogue.forget(access.conversation)
        return response.json({"deleted": deleted})


async def _take_in(service: WebService, access: Access, incoming: Incoming) -> int:
    """The number of the message, which from then on is sure to be answered."""
    conversation = access.conversation
    number = await asyncio.to_thread(service.outbox.find, conversation, incoming.client_id)
    if number is None:
        admitted = await service.dialogue.admit(incoming, conversation)
        if admitted == TOO_OFTEN:
            raise Refused(429, "too_many", int(WINDOW_SECONDS), told="utter_slow_down")
        shown = await service.dialogue.shown(incoming, admitted, conversation)
        turn = (incoming.client_id, shown, admitted, access.language)
        number = await asyncio.to_thread(service.outbox.take_in, conversation, *turn)
    service.answering.submit(conversation)
    return number
