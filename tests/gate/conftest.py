"""The REST channel on a real port, with a handler of the test's own in Rasa's place."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest
from sanic import Sanic

from bot.channels.rest import RestChannel
from bot.commands.processes import free_port
from bot.gate.build import gate_from_environment
from bot.web.errors import answer_errors_shortly


@pytest.fixture
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("TAGHTIA_STATE", str(tmp_path))
    for variable in ("TAGHTIA_KEY", "TAGHTIA_KEY_FILE", "TAGHTIA_VAULT_URL"):
        monkeypatch.delenv(variable, raising=False)
    gate_from_environment.cache_clear()
    yield tmp_path
    gate_from_environment.cache_clear()


@pytest.fixture
def serve(state) -> Iterator[Callable[..., str]]:
    """`serve(handler)` gives the address; everything stops with the test."""
    loops: list[asyncio.AbstractEventLoop] = []

    def start(handler) -> str:
        port, ready = free_port(), threading.Event()
        loop = asyncio.new_event_loop()
        loops.append(loop)

        async def run() -> None:
            app = Sanic(f"rest_{port}", configure_logging=False)
            answer_errors_shortly(app)
            app.blueprint(RestChannel().blueprint(handler), url_prefix="/webhooks/rest")
            server = await app.create_server("127.0.0.1", port, return_asyncio_server=True)
            await server.startup()
            ready.set()

        def work() -> None:
            asyncio.set_event_loop(loop)
            loop.run_until_complete(run())
            loop.run_forever()

        threading.Thread(target=work, daemon=True).start()
        assert ready.wait(30)
        return f"http://127.0.0.1:{port}/"

    yield start
    for loop in loops:
        loop.call_soon_threadsafe(loop.stop)
