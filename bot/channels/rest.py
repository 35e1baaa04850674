"""Rasa's REST channel, behind the gate."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint
from sanic.exceptions import InvalidUsage
from sanic.request import Request

from bot.gate.build import gate_from_environment


class RestChannel(RestInput):
    """`POST /webhooks/rest/webhook` with `{"sender", "message", "metadata"?}`.

    `metadata.location` may be `{"lat": degrees, "lon": degrees}`; `metadata.attachment` says that
    something other than text was sent.
    """

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Rasa's own routes, with the gate in front of the dialogue."""
        return super().blueprint(gate_from_environment().guard(on_new_message))

    async def _extract_sender(self, req: Request) -> str | None:
        sender = _body(req).get("sender")
        return None if sender is None else str(sender)[:200]

    def _extract_message(self, req: Request) -> str | None:
        message = _body(req).get("message")
        return message if isinstance(message, str) else None

    def _extract_input_channel(self, req: Request) -> str:
        # What the client says of its channel is not believed: responses depend on it.
        return str(self.name())

    def get_metadata(self, request: Request) -> dict[str, Any] | None:
        """Location and attachment, for the gate; it passes neither on."""
        metadata = _body(request).get("metadata")
        return metadata if isinstance(metadata, dict) else None


def _body(request: Request) -> dict[str, Any]:
    body = request.json
    if not isinstance(body, dict):
        raise InvalidUsage("send a JSON object with sender and message")
    return body
