"""The hand-over's part of the server: what runs beside the channels."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from sanic import Sanic
from sqlalchemy.exc import SQLAlchemyError

from bot.handover.delivering import Delivering
from bot.handover.pushing import pushers_of
from handover import HandoverStore
from handover.settings import keeping, longest_wait
from identifiers.database import now

EXPIRE_SECONDS = 2.0
PURGE_SECONDS = 3_600.0

logger = logging.getLogger(__name__)


class HandoverService:
    """Started with the server and stopped with it; `of(app)` finds it."""

    def __init__(self, app: Sanic, store: HandoverStore) -> None:
        self.store = store
        self.delivering = Delivering(store, lambda: pushers_of(app))
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    def of(cls, app: Sanic) -> HandoverService:
        """The application's service."""
        service: HandoverService = app.ctx.handover
        return service

    def attach(self, app: Sanic) -> None:
        """Make it the application's, begun and ended with it."""
        app.ctx.handover = self

        @app.listener("after_server_start")
        async def start(_: Sanic, __: asyncio.AbstractEventLoop) -> None:
            beside: tuple[Coroutine[Any, Any, None], ...] = (
                self.delivering.sweep(),
                self._every(EXPIRE_SECONDS, self._expire),
                self._every(PURGE_SECONDS, self._purge),
            )
            self._tasks = [asyncio.create_task(one) for one in beside]

        @app.listener("before_server_stop")
        async def stop(_: Sanic, __: asyncio.AbstractEventLoop) -> None:
            for task in self._tasks:
                task.cancel()
            await self.delivering.stop()

    def _expire(self) -> None:
        self.store.talks.expire(longest_wait())

    def _purge(self) -> None:
        self.store.retention.purge(now() - keeping())

    async def _every(self, seconds: float, deed: Any) -> None:
        while True:
            try:
                await asyncio.to_thread(deed)
            except SQLAlchemyError as error:
                logger.error("the hand-over store failed: %s", type(error).__name__)
            await asyncio.sleep(seconds)
