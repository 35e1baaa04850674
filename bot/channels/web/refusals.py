"""What the web channel says when it does not do what was asked."""

from __future__ import annotations

import logging

from sanic import response
from sanic.exceptions import PayloadTooLarge, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.answers.plain import plain_texts
from bot.channels.web.tokens import BadToken
from bot.outbox.numbering import ConversationForgotten
from identifiers.vault_store import VaultUnavailable

RETRY_SECONDS = 5
OUR_FAULT = "utter_apology"

logger = logging.getLogger(__name__)


class Refused(Exception):
    """A request that is not served.

    Args:
        status: HTTP status.
        code: what a client can act on; see docs/webchat-protocol.md.
        retry_after: seconds, where trying again helps.
        told: the domain's response that tells the person, where there is something to tell.
    """

    def __init__(
        self, status: int, code: str, retry_after: int | None = None, told: str | None = None
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.told = told


def refusal_of(error: Exception) -> Refused:
    """The refusal for whatever a handler raised."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, BadToken):
        return Refused(401, "bad_token")
    if isinstance(error, ConversationForgotten):
        return Refused(410, "gone")
    if isinstance(error, PayloadTooLarge):
        return too_large()
    if isinstance(error, SanicException) and error.status_code < 500:
        return Refused(error.status_code, "bad_request")
    # An error's own text may quote what was said.
    logger.error("a web chat request failed: %s", type(error).__name__)
    if isinstance(error, SQLAlchemyError | VaultUnavailable):
        return Refused(503, "unavailable", RETRY_SECONDS, told=OUR_FAULT)
    return Refused(500, "failed", told=OUR_FAULT)


def too_large() -> Refused:
    """More than a message may have."""
    return Refused(413, "too_large", told="utter_message_too_long")


async def answer_refusal(_: Request, error: Exception) -> HTTPResponse:
    """The JSON answer for an error of a handler."""
    refused = refusal_of(error)
    headers = {"Retry-After": str(refused.retry_after)} if refused.retry_after else {}
    message = {"message": plain_texts(refused.told)} if refused.told else {}
    return response.json({"error": refused.code, **message}, refused.status, headers)
