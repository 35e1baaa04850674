"""The desk, put together: its page, its addresses, and what browsers may do with them."""

from __future__ import annotations

from asyncio import AbstractEventLoop

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import BaseHTTPResponse

from bot.desk.access import PATH, Access
from bot.desk.calling import add_calling
from bot.desk.events import add_events
from bot.desk.helping import add_help, add_sessions
from bot.desk.refusals import answer_refusal
from bot.desk.site import load_desk_site
from bot.desk.talking import add_talking
from bot.desk.watching import Watching
from bot.web.routes import add_files
from handover import HandoverStore

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def add_desk(app: Sanic, store: HandoverStore) -> None:
    """Add the desk's page at `/agent`, and its addresses under `/agent/api`, to the application."""
    blueprint = Blueprint("desk", url_prefix=PATH)
    blueprint.exception(Exception)(answer_refusal)
    access, watching = Access(store), Watching(store)
    add_sessions(blueprint, store, access, watching)
    add_talking(blueprint, store, access, watching)
    add_calling(blueprint, store, access, watching)
    add_help(blueprint, store, access)
    add_events(blueprint, store, access, watching)

    @blueprint.middleware("response")
    async def headers(_: Request, answer: BaseHTTPResponse) -> None:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)

    @app.listener("before_server_stop")
    async def stop(_: Sanic, __: AbstractEventLoop) -> None:
        watching.stop()

    app.blueprint(blueprint)
    # Nobody may show the desk in a frame.
    add_files(app, load_desk_site(), "'none'")
