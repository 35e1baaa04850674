"""What the desk says when it does not do what was asked: a word that its page can act on."""

from __future__ import annotations

import logging

from sanic import response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

logger = logging.getLogger(__name__)


class DeskRefused(Exception):
    """A request that is not served; `code` is a key of the page's own words."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


def refusal_of(error: Exception) -> DeskRefused:
    """The refusal for whatever a handler raised."""
    if isinstance(error, DeskRefused):
        return error
    if isinstance(error, SanicException) and error.status_code < 500:
        return DeskRefused(error.status_code, "bad_request")
    # An error's own text may quote what was said.
    logger.error("a request of the desk failed: %s", type(error).__name__)
    if isinstance(error, SQLAlchemyError):
        return DeskRefused(503, "unavailable")
    return DeskRefused(500, "failed")


async def answer_refusal(_: Request, error: Exception) -> HTTPResponse:
    """The JSON answer for an error of a handler."""
    refused = refusal_of(error)
    return response.json({"error": refused.code}, refused.status)
