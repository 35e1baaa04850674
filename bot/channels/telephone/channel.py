"""The telephone as Rasa knows it: an input channel, and the addresses that a gateway calls."""

from __future__ import annotations

import logging
from asyncio import AbstractEventLoop
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError
from twilio.twiml.voice_response import VoiceResponse

from bot.answers.generator import default_language
from bot.channels.forgetting import forget_dialogue
from bot.channels.messaging.sealing import Seal
from bot.channels.telephone.pushing import NobodyToPushTo
from bot.channels.telephone.reply import Reply, Then
from bot.channels.telephone.service import TelephoneService
from bot.channels.telephone.settings import TelephoneSettings
from bot.channels.telephone.sms.settings import sms_sender
from bot.channels.telephone.tables import metadata
from bot.channels.telephone.twiml import TwimlWriter
from bot.channels.telephone.webhook import Heard, is_genuine, parameters, read
from bot.channels.telephone.wording import CHANNEL, spoken
from bot.channels.trackers import RunningTrackers
from bot.gate.build import gate_from_environment
from bot.handover.pushing import pushers_of
from bot.outbox.database import open_outbox, outbox_url
from identifiers.database import create_tables
from identifiers.keys import KeyChain
from identifiers.vault import Vault

logger = logging.getLogger(__name__)

Handler = Callable[[UserMessage], Awaitable[Any]]
Take = Callable[[Heard, Request], Awaitable[str | None]]
# What a call's status callback says once it is over.
IN_PROGRESS = "in-progress"
OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


class TelephoneChannel(InputChannel):
    """`POST /webhooks/telephone/…`; there are no such addresses where it is not set up."""

    @classmethod
    def name(cls) -> str:
        """Also part of the addresses."""
        return CHANNEL

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The web-hooks, and what runs beside them."""
        blueprint = Blueprint("telephone_channel")
        settings = TelephoneSettings.from_environment()
        if settings is None:
            return blueprint
        trackers = RunningTrackers()
        trackers.follow(blueprint)
        service = _service(settings, on_new_message, trackers)
        _add_webhooks(blueprint, service, settings)

        @blueprint.listener("after_server_start")
        async def start(app: Sanic, _: AbstractEventLoop) -> None:
            service.start()
            pushers_of(app)[CHANNEL] = NobodyToPushTo()

        @blueprint.listener("before_server_stop")
        async def stop(_: Sanic, __: AbstractEventLoop) -> None:
            await service.stop()

        return blueprint


def _service(
    settings: TelephoneSettings, on_new_message: Handler, trackers: RunningTrackers
) -> TelephoneService:
    engine = open_outbox(outbox_url())
    create_tables(engine, metadata)
    gate, vault = gate_from_environment(), Vault.from_environment()

    async def forget(conversation: str) -> dict[str, int]:
        return await forget_dialogue(conversation, trackers.store(), vault, gate.forget_people)

    seal = Seal(KeyChain.from_environment())
    return TelephoneService(
        settings, engine, seal, gate, vault, sms_sender(), on_new_message, forget
    )


def _add_webhooks(
    blueprint: Blueprint, service: TelephoneService, settings: TelephoneSettings
) -> None:
    async def ring(heard: Heard, _: Request) -> str | None:
        return await service.ring(heard)

    async def take(heard: Heard, request: Request) -> str | None:
        return await service.take(heard, _number(request, "turn"))

    async def wait(heard: Heard, request: Request) -> str | None:
        return await service.wait(heard, _number(request, "turn"), _number(request, "asked"))

    async def transferred(heard: Heard, request: Request) -> str | None:
        return await service.transferred(heard, _number(request, "turn"))

    async def picked_up(heard: Heard, _: Request) -> str | None:
        if heard.status == IN_PROGRESS:
            await service.picked_up(heard)
        return str(VoiceResponse())

    async def status(heard: Heard, _: Request) -> str | None:
        if heard.status in OVER:
            await service.hang_up(heard)
        return str(VoiceResponse())

    steps = {"webhook": ring, "heard": take, "pending": wait, "transferred": transferred}
    for name, step in {**steps, "picked_up": picked_up, "status": status}.items():
        blueprint.add_route(
            _handler(step, settings), f"/{name}", methods=["POST"], name=f"telephone_{name}"
        )


def _handler(take: Take, settings: TelephoneSettings) -> Callable[[Request], Awaitable[Any]]:
    """A web-hook: refused where the gateway did not sign it; else there are words to say."""
    out_of_order = _out_of_order(settings)

    async def handle(request: Request) -> HTTPResponse:
        form = parameters(request)
        if not is_genuine(request, form, settings.token, settings.public_url):
            return response.text("refused", 403)
        heard = read(form)
        if heard is None:
            return response.text("no CallSid", 400)
        try:
            twiml = await take(heard, request)
        except SQLAlchemyError as error:
            logger.error("a call cannot be taken: %s", type(error).__name__)
            twiml = out_of_order
        return response.text(twiml or _hang_up(), content_type="text/xml; charset=utf-8")

    return handle


def _out_of_order(settings: TelephoneSettings) -> str:
    """Said where the store of calls fails: on to people, if there are any."""
    language = default_language()
    then = Then.TRANSFER if settings.transfer else Then.HANG_UP
    reply = Reply((spoken("utter_telephone_out_of_order", language),), language, then=then)
    return TwimlWriter(settings).write(reply, turn=0)


def _hang_up() -> str:
    document = VoiceResponse()
    document.hangup()
    return str(document)


def _number(request: Request, name: str) -> int:
    given = request.args.get(name) or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0
