"""A messenger as Rasa knows it: an input channel with one address, its web-hook."""

from __future__ import annotations

import json
import logging
from abc import abstractmethod
from asyncio import AbstractEventLoop
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.answers.plain import plain_texts
from bot.channels.messaging.platform import Platform
from bot.channels.messaging.sealing import Seal
from bot.channels.messaging.service import OUR_FAULT, MessagingService
from bot.channels.messaging.tables import metadata
from bot.channels.trackers import RunningTrackers
from bot.gate.build import gate_from_environment
from bot.handover.pushing import pushers_of
from bot.outbox.database import open_outbox, outbox_url
from identifiers.database import create_tables
from identifiers.keys import KeyChain
from identifiers.vault import Vault

logger = logging.getLogger(__name__)


class MessagingChannel(InputChannel):
    """`GET` and `POST /webhooks/NAME/webhook`; there is no such address where it is not set up."""

    def __init__(self) -> None:
        self._trackers = RunningTrackers()

    @abstractmethod
    def platform(self) -> Platform | None:
        """The platform as the environment sets it up; None: not at all.

        Raises:
            ValueError: names the variable that is missing or wrong.
        """

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The web-hook, and the workers behind it."""
        blueprint = Blueprint(f"{self.name()}_channel")
        platform = self.platform()
        if platform is None:
            return blueprint
        service = self._service(platform)
        add_webhook(blueprint, service)
        self._trackers.follow(blueprint)

        @blueprint.listener("after_server_start")
        async def start(app: Sanic, _: AbstractEventLoop) -> None:
            service.start(on_new_message)
            # For whoever has something to say unasked: `service.push`.
            pushers_of(app)[self.name()] = service
            app.ctx.messengers = {**getattr(app.ctx, "messengers", {}), self.name(): service}

        @blueprint.listener("before_server_stop")
        async def stop(_: Sanic, __: AbstractEventLoop) -> None:
            await service.stop()

        return blueprint

    def _service(self, platform: Platform) -> MessagingService:
        # Read before the first request, since it takes a moment.
        plain_texts(OUR_FAULT)
        engine = messaging_engine(outbox_url())
        seal = Seal(KeyChain.from_environment())
        gate, vault = gate_from_environment(), Vault.from_environment()
        return MessagingService(platform, engine, seal, gate, vault, self._trackers.store)


@lru_cache(maxsize=1)
def messaging_engine(url: str) -> Engine:
    """The engine that the messengers of a process share, with their tables in place."""
    engine = open_outbox(url)
    create_tables(engine, metadata)
    return engine


def add_webhook(blueprint: Blueprint, service: MessagingService) -> None:
    """The address that the platform calls."""
    platform = service.platform

    @blueprint.get("/webhook")
    async def challenge(request: Request) -> HTTPResponse:
        answer = platform.challenge(request)
        return response.text("refused", 403) if answer is None else response.text(answer)

    @blueprint.post("/webhook")
    async def deliver(request: Request) -> HTTPResponse:
        if not platform.is_genuine(request):
            return response.text("refused", 403)
        try:
            body = json.loads(request.body)
        except (ValueError, RecursionError):
            return response.text("no JSON", 400)
        batch = platform.read(body if isinstance(body, dict) else {})
        try:
            await service.take_in(batch)
        except SQLAlchemyError as error:
            # The platform delivers it again.
            logger.error("%s: a web-hook was not kept: %s", platform.name, type(error).__name__)
            return response.text("try again", 503)
        return response.empty(200)
