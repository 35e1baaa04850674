"""OpenTelemetry traces, where `TAGHTIA_TRACES_URL` names a collector; nothing at all elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from telemetry.correlation import current

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

VARIABLE, SHARE = "TAGHTIA_TRACES_URL", "TAGHTIA_TRACES_SHARE"

_tracer: Tracer | None = None


def configure_tracing(service: str) -> None:
    """Send spans of this process over OTLP/HTTP, in the background.

    Args:
        service: which of the servers this is, such as `rasa`.

    Raises:
        ValueError: a setting is wrong; names it.
    """
    global _tracer
    url = os.environ.get(VARIABLE)
    if not url:
        return
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError(f"{VARIABLE} is no address: write http://COLLECTOR:4318/v1/traces")
    share = _share()
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio

    provider = TracerProvider(
        resource=Resource.create({SERVICE_NAME: f"taghtia-{service}"}),
        sampler=ParentBasedTraceIdRatio(share),
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=url)))
    _tracer = provider.get_tracer("taghtia")


def _share() -> float:
    given = os.environ.get(SHARE) or "1"
    try:
        share = float(given)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise ValueError(f"{SHARE} is no share of the messages: write a number from 0 to 1")
    return share


@contextmanager
def span(name: str) -> Iterator[None]:
    """A span around the block, below the one that is open; an exception is noted by its kind."""
    if _tracer is None:
        yield
        return
    from opentelemetry.trace import Status, StatusCode

    with _tracer.start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    ) as opened:
        opened.set_attribute("taghtia.correlation", current())
        try:
            yield
        except Exception as error:
            # Its text may quote what a person wrote.
            opened.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def continue_trace(headers: Mapping[str, str]) -> None:
    """Spans of this request belong below the caller's, whom its headers name."""
    if _tracer is not None:
        from opentelemetry.context import attach
        from opentelemetry.propagate import extract

        attach(extract(dict(headers)))


def trace_headers() -> dict[str, str]:
    """What tells the next server of the open span; empty where nothing is traced."""
    headers: dict[str, str] = {}
    if _tracer is not None:
        from opentelemetry.propagate import inject

        inject(headers)
    return headers
