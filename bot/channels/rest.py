"""Rasa's REST channel, behind the gate."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from rasa.utils.endpoints import bool_arg
from sanic import Blueprint, response
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, ResponseStream

from bot.channels.forgetting import forget_dialogue
from bot.channels.trackers import RunningTrackers
from bot.gate.build import gate_from_environment
from bot.gate.plain_text import without_controls
from identifiers.vault import Vault
from telemetry.correlation import HEADER, correlation_id

Handler = Callable[[UserMessage], Awaitable[Any]]

LONGEST_SENDER = 200


@dataclass(frozen=True)
class Received:
    """What a client sent; `metadata` holds location and attachment, for the gate alone."""

    sender: str
    text: str | None
    metadata: dict[str, Any] | None
    correlation: str


class RestChannel(RestInput):
    """`POST /webhooks/rest/webhook` with `{"sender", "message", "metadata"?}`.

    `metadata.location` may be `{"lat": degrees, "lon": degrees}`; `metadata.attachment` says that
    something other than text was sent. With `?stream=true` each answer is a line of its own.
    """

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """Rasa's two routes.

        Its own would write the message down when a client goes away before the answer.
        """
        routes, trackers = Blueprint("rest"), RunningTrackers()
        trackers.follow(routes)

        gate = gate_from_environment()

        async def forget(conversation: str) -> None:
            kept = (trackers.store(), Vault.from_environment())
            await forget_dialogue(conversation, *kept, gate.forget_people)

        guarded = gate.guard(on_new_message, forget)

        @routes.get("/")
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse | ResponseStream:
            received = _received(request)
            if bool_arg(request, "stream", default=False):
                return self._streamed(guarded, received)
            return await self._collected(guarded, received)

        return routes

    async def _collected(self, handle: Handler, received: Received) -> HTTPResponse:
        collector = CollectingOutputChannel()
        message = (received.text, collector, received.sender)
        named = {"message_id": received.correlation, "metadata": received.metadata}
        await handle(UserMessage(*message, input_channel=self.name(), **named))
        return response.json(collector.messages)

    def _streamed(self, handle: Handler, received: Received) -> ResponseStream:
        lines = self.stream_response(
            handle, received.text, received.sender, self.name(), received.metadata
        )
        return response.stream(lines, content_type="text/event-stream")


def _received(request: Request) -> Received:
    """What the client says of its channel is not believed: responses depend on it.

    Raises:
        InvalidUsage: no JSON object.
    """
    body = request.json
    if not isinstance(body, dict):
        raise InvalidUsage("send a JSON object with sender and message")
    message, metadata = body.get("message"), body.get("metadata")
    return Received(
        sender=_sender(body.get("sender")),
        text=message if isinstance(message, str) else None,
        metadata=metadata if isinstance(metadata, dict) else None,
        correlation=correlation_id(request.headers.get(HEADER) or uuid4().hex),
    )


def _sender(given: object) -> str:
    # Whoever names no conversation gets one of their own, not everybody's.
    name = without_controls(str(given)) if given is not None else ""
    return name[:LONGEST_SENDER] or uuid4().hex
