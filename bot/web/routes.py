"""What the server answers beside the channels: the page, its files, its health."""

from __future__ import annotations

from pathlib import Path

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

_FILES = Path(__file__).parent / "static"
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors *",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def add_page_routes(app: Sanic) -> None:
    """Register `/`, `/static/...` and `/health` on Rasa's Sanic application."""

    @app.get("/")
    async def page(_: Request) -> HTTPResponse:
        return await response.file(_FILES / "index.html", headers=_HEADERS)

    @app.get("/health")
    async def health(request: Request) -> HTTPResponse:
        agent = getattr(request.app.ctx, "agent", None)
        ready = agent is not None and agent.is_ready()
        return response.json({"status": "ok" if ready else "starting"}, 200 if ready else 503)

    app.static("/static", _FILES, name="page_files")
