"""The web chat as Rasa knows it: an input channel with addresses under `/webhooks/web`."""

from __future__ import annotations

from asyncio import AbstractEventLoop
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse

from bot.answers.plain import plain_texts
from bot.channels.trackers import RunningTrackers
from bot.channels.web.dialogue import CHANNEL, Dialogue
from bot.channels.web.events import add_events
from bot.channels.web.pushing import WebPusher
from bot.channels.web.refusals import OUR_FAULT, Refused, answer_refusal
from bot.channels.web.service import WebService
from bot.channels.web.settings import WebSettings
from bot.channels.web.talking import add_talking
from bot.gate.build import gate_from_environment
from bot.handover.pushing import pushers_of
from bot.outbox import Outbox
from bot.outbox.announcing import redis_url
from identifiers.keys import MasterKey
from identifiers.vault import Vault

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
PATHS = ("/conversations", "/conversation", "/messages", "/events", "/feedback", "/typing")
# What a page of an allowed site is told before its requests.
PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Max-Age": "600",
}


class WebChannel(InputChannel):
    """`POST /conversations`, then messages, events and feedback: docs/webchat-protocol.md."""

    def __init__(self) -> None:
        self._trackers = RunningTrackers()

    @classmethod
    def name(cls) -> str:
        """Also the last part of the addresses."""
        return CHANNEL

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The addresses, with the gate in front of the dialogue."""
        service = self._service(on_new_message)
        blueprint = Blueprint("web_channel")
        add_talking(blueprint, service)
        add_events(blueprint, service)
        add_borders(blueprint, service)
        self._trackers.follow(blueprint)

        @blueprint.listener("after_server_start")
        async def start(app: Sanic, _: AbstractEventLoop) -> None:
            pushers_of(app)[CHANNEL] = WebPusher(service.outbox)
            service.start()

        @blueprint.listener("before_server_stop")
        async def stop(_: Sanic, __: AbstractEventLoop) -> None:
            await service.stop()

        return blueprint

    def _service(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> WebService:
        # Read before the first request, since it takes a moment.
        plain_texts(OUR_FAULT)
        key = MasterKey.from_environment().derive("web conversation")
        dialogue = Dialogue(
            gate_from_environment(), Vault.from_environment(), on_new_message, self._trackers.store
        )
        settings = WebSettings.from_environment()
        return WebService(settings, key, dialogue, Outbox.from_environment(), redis_url())


def add_borders(blueprint: Blueprint, service: WebService) -> None:
    """What every address has: other sites kept out or let in, and errors as JSON."""
    origins = service.settings.origins
    blueprint.exception(Exception)(answer_refusal)

    @blueprint.middleware("request")
    async def check_origin(request: Request) -> None:
        if request.method != "OPTIONS" and not origins.allow(request):
            raise Refused(403, "foreign_origin")

    async def preflight(_: Request) -> HTTPResponse:
        return response.empty()

    for path in PATHS:
        blueprint.add_route(preflight, path, methods=["OPTIONS"], name=f"preflight{path}")

    @blueprint.middleware("response")
    async def headers(request: Request, answer: BaseHTTPResponse) -> None:
        answer.headers.update(HEADERS)
        answer.headers.update(origins.headers(request))
        if request.method == "OPTIONS":
            answer.headers.update(PREFLIGHT_HEADERS)
