"""The Rasa server's log: its own level and that of the libraries beneath it."""

from __future__ import annotations

import logging
import os
import sys

from telemetry.logs import format_lines, hand_structlog_over

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
# Sanic hands nothing to the root logger, and Rasa gives these no handler of their own.
_SANIC = ("sanic.root", "sanic.error", "sanic.access")


def configure_logs(level: str) -> None:
    """Log `level` and above to standard output; below WARNING, the libraries' lines too.

    Whatever the level, no identifier is in them: the gate takes those out before Rasa sees a
    message (`tests/leaks`).
    """
    from rasa.constants import ENV_LOG_LEVEL_LIBRARIES
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    number = logging.getLevelName(level)
    if number < logging.WARNING:
        os.environ[ENV_LOG_LEVEL_LIBRARIES] = level
    # At its debug level, where structlog begins, Rasa writes every message down.
    configure_logging_and_warnings(log_level=number)
    configure_structlog(number)
    if number <= logging.DEBUG:
        # It keeps its own level. Its statements are logged without their parameters.
        logging.getLogger("sqlalchemy").setLevel(number)
    handler = logging.StreamHandler(sys.stdout)
    for name in _SANIC:
        logging.getLogger(name).addHandler(handler)
    hand_structlog_over()
    format_lines([handler, *logging.getLogger().handlers], "rasa")
