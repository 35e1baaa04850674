"""`GET /metrics`, for Prometheus and for nobody from outside."""

from __future__ import annotations

import hmac
import ipaddress
import os
from typing import TYPE_CHECKING

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client import REGISTRY as OWN_PROCESS
from prometheus_client.multiprocess import MultiProcessCollector

if TYPE_CHECKING:
    from sanic import Sanic
    from sanic.request import Request
    from sanic.response import HTTPResponse

VARIABLE = "TAGHTIA_METRICS_TOKEN"
# Set by whoever runs a server with several workers; prometheus_client's own variable.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# A request with one of these came through a proxy, from wherever.
_FORWARDED = ("x-forwarded-for", "x-real-ip", "forwarded", "via")


def metrics_token() -> str | None:
    """`TAGHTIA_METRICS_TOKEN`.

    Raises:
        ValueError: it is short enough to be guessed.
    """
    token = os.environ.get(VARIABLE)
    if token and len(token) < 20:
        raise ValueError(f"{VARIABLE} must have 20 characters or more: `openssl rand -hex 32`")
    return token or None


def add_metrics(app: Sanic) -> None:
    """Serve the metrics to who bears the token, or asks from this machine and through no proxy."""
    from sanic import response

    token = metrics_token()

    @app.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        if not may_read(request, token):
            return response.text("not found", 404)
        return response.raw(exposed(), content_type=CONTENT_TYPE_LATEST)


def may_read(request: Request, token: str | None) -> bool:
    """Whether a request is the operators' own."""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    proxied = any(name in request.headers for name in _FORWARDED)
    return not proxied and _is_loopback(request.ip)


def exposed() -> bytes:
    """The metrics of this process, or of all workers of its server together."""
    if os.environ.get(SHARED_FOLDER):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(OWN_PROCESS)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
