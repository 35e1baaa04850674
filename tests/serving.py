"""A Sanic application on a real port, in a thread of the tests' own process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sanic import Sanic

from bot.commands.processes import free_port

SECONDS = 30
STOP_STEPS, STEP_SECONDS = 50, 0.1


@contextmanager
def serving(app: Sanic) -> Iterator[str]:
    """Serve the application; yields its address, `http://127.0.0.1:PORT`."""
    # Sanic rewrites its own methods at a start; in this mode it can start more than once.
    Sanic.test_mode = True
    loop, port, ready = asyncio.new_event_loop(), free_port(), threading.Event()

    def run() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(
            app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
        )
        for step in (server.startup, server.before_start, server.after_start):
            loop.run_until_complete(step())
        loop.call_soon(ready.set)
        loop.run_forever()
        loop.run_until_complete(server.before_stop())
        server.close()
        loop.run_until_complete(_let_connections_end(server))
        loop.run_until_complete(server.after_stop())

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(SECONDS), "the server did not start"
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(SECONDS)


async def _let_connections_end(server) -> None:
    """As Sanic's own server does: what is being answered may end."""
    for _ in range(STOP_STEPS):
        for connection in list(server.connections):
            connection.close_if_idle()
        if not server.connections:
            return
        await asyncio.sleep(STEP_SECONDS)
