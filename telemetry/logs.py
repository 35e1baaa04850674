"""Log lines with time, level, origin and correlation id: as text, or one JSON object a line."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from telemetry.correlation import current

VARIABLE = "TAGHTIA_LOG_FORMAT"
TEXT, JSON = "text", "json"
LINE = "%(asctime)s %(levelname)s %(name)s [%(correlation)s] %(message)s"


def log_format() -> str:
    """`TAGHTIA_LOG_FORMAT`: `text` or `json`.

    Raises:
        ValueError: it is neither.
    """
    given = os.environ.get(VARIABLE) or TEXT
    if given not in (TEXT, JSON):
        raise ValueError(f"{VARIABLE} is neither {TEXT} nor {JSON}")
    return given


def format_lines(handlers: Iterable[logging.Handler], service: str) -> None:
    """Give handlers the environment's format.

    Args:
        service: which of the servers writes, such as `rasa`.
    """
    formatter = json_formatter(service) if log_format() == JSON else logging.Formatter(LINE)
    for handler in handlers:
        handler.setFormatter(formatter)
        handler.addFilter(_correlate)


def hand_structlog_over() -> None:
    """Rasa's structured lines go to the same formatter, instead of as text within a line."""
    processors = structlog.get_config()["processors"]
    renderers = (structlog.processors.JSONRenderer, structlog.dev.ConsoleRenderer)
    kept = [one for one in processors if not isinstance(one, renderers)]
    wrap = structlog.stdlib.ProcessorFormatter.wrap_for_formatter
    if log_format() == JSON:
        structlog.configure(processors=[*kept, wrap])


def json_formatter(service: str) -> logging.Formatter:
    """One object a line: time (UTC), level, service, logger, correlation, event."""

    def name_service(_: Any, __: str, line: EventDict) -> EventDict:
        record = line.get("_record")
        correlation = getattr(record, "correlation", current())
        return {**line, "service": service, "correlation": correlation}

    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.processors.format_exc_info,
        name_service,
    ]
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            *shared,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=repr),
        ],
    )


def _correlate(record: logging.LogRecord) -> bool:
    record.correlation = current()
    return True
