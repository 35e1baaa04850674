"""Errors of HTTP: answered in a word, and logged without the address that was asked for.

Sanic's own pages and log lines quote addresses, and people put anything into addresses.
"""

from __future__ import annotations

import logging
import re

from sanic import Sanic, response
from sanic.exceptions import SanicException
from sanic.handlers import ErrorHandler
from sanic.log import access_logger, error_logger
from sanic.log import logger as server_logger
from sanic.request import Request
from sanic.response import HTTPResponse

logger = logging.getLogger(__name__)

ERRORS = {
    400: "bad_request",
    401: "unauthorised",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
}
_FAILED = "failed"
# Sanic's stand-in for the method where it could make no request of what came in.
_UNREADABLE = "NONE"
_ADDRESS = re.compile(r"\S*/\S*")


class ShortErrors(ErrorHandler):
    """`{"error": WORD}`, and nothing of the request."""

    def default(self, request: Request, exception: Exception) -> HTTPResponse:
        """The answer to whatever went wrong outside a conversation."""
        status = _status(request, exception)
        if status >= 500 and not isinstance(exception, SanicException):
            logger.error("a request failed: %s", type(exception).__name__)
        return response.json({"error": ERRORS.get(status, _FAILED)}, status)


def _status(request: Request, exception: Exception) -> int:
    if request.method == _UNREADABLE and isinstance(exception, ValueError):
        return 400  # a Content-Length that is no number, say, which Sanic takes for its own fault
    # Rasa's own errors have a `status`.
    return getattr(exception, "status_code", getattr(exception, "status", None)) or 500


class WithoutAddresses(logging.Filter):
    """Takes out of a log line whatever holds a slash, and the traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: the line stays."""
        record.msg, record.args = _ADDRESS.sub("...", record.getMessage()), ()
        record.exc_info = record.exc_text = None
        return True


def answer_errors_shortly(app: Sanic) -> None:
    """Make the application's errors short and its log silent about addresses."""
    app.error_handler = ShortErrors()
    app.config.ACCESS_LOG = False
    for sanic in (server_logger, error_logger, access_logger):
        sanic.addFilter(WithoutAddresses())
