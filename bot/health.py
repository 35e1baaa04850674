"""Whether the server lives, whether it can answer, and what of its surroundings does not."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

import aiohttp
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.trackers import innermost
from bot.outbox.announcing import redis_url
from identifiers.vault import vault_url
from telemetry.metrics import DEPENDENCY_UP

OK, AWAY, STARTING, DEGRADED = "ok", "away", "starting", "degraded"
# However often somebody asks, the stores are asked no more often.
KEEP_SECONDS = 5.0
CHECK_SECONDS = 2.0
LOOK_SECONDS = 15.0

Check = Callable[[], Awaitable[bool]]

logger = logging.getLogger(__name__)


class Surroundings:
    """What a server needs beside itself; looked at when somebody asks, and at most so often.

    Args:
        checks: by name, whether it answers; an exception or no answer counts as no.
    """

    def __init__(
        self, checks: Mapping[str, Check], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._checks = dict(checks)
        self._clock = clock
        self._looked_at = float("-inf")
        self._found: dict[str, str] = {}
        self._looking = asyncio.Lock()

    async def look(self) -> dict[str, str]:
        """Each check's result: `ok` or `away`."""
        async with self._looking:
            if self._clock() - self._looked_at > KEEP_SECONDS:
                found = await asyncio.gather(*(self._ask(check) for check in self._checks.values()))
                self._found = dict(zip(self._checks, found, strict=True))
                self._looked_at = self._clock()
                for name, state in self._found.items():
                    DEPENDENCY_UP.labels(name).set(state == OK)
        return self._found

    async def _ask(self, check: Check) -> str:
        try:
            return OK if await asyncio.wait_for(check(), CHECK_SECONDS) else AWAY
        except Exception as error:
            logger.warning("a health check failed: %s", type(error).__name__)
            return AWAY


def add_health(app: Sanic) -> None:
    """`/health/live`: the process answers. `/health/ready`, and `/health`: it can answer students.

    A store that is away makes the server `degraded`, not unready: all servers share it, and with
    none of them nobody would even be told.
    """
    surroundings: list[Surroundings] = []
    looking: list[asyncio.Task[None]] = []

    @app.after_server_start
    async def know(app: Sanic, _: object) -> None:
        surroundings.append(Surroundings(checks_of(app)))

        looking.append(asyncio.create_task(_keep_looking(surroundings[0])))

    @app.before_server_stop
    async def forget(_: Sanic, __: object) -> None:
        for task in looking:
            task.cancel()

    @app.get("/health/live")
    async def live(_: Request) -> HTTPResponse:
        return response.json({"status": OK})

    @app.get("/health")
    async def health(request: Request) -> HTTPResponse:
        return _ready(request.app) or response.json({"status": OK})

    @app.get("/health/ready")
    async def ready(request: Request) -> HTTPResponse:
        starting = _ready(request.app)
        if starting or not surroundings:
            return starting or response.json({"status": STARTING}, 503)
        found = await surroundings[0].look()
        status = OK if AWAY not in found.values() else DEGRADED
        return response.json({"status": status, "checks": found})


async def _keep_looking(surroundings: Surroundings) -> None:
    """For the metrics, where nobody asks for `/health/ready`."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        await surroundings.look()


def checks_of(app: Sanic) -> dict[str, Check]:
    """What this server was set up to use."""
    checks: dict[str, Check] = {"conversations": lambda: _conversations(app)}
    actions = os.environ.get("TAGHTIA_ACTION_URL")
    if actions:
        checks["actions"] = lambda: _answers(actions.removesuffix("webhook") + "health")
    caches = {url for url in (redis_url(), vault_url()) if url and _is_redis(url)}
    if caches:
        checks["redis"] = lambda: _redis_answers(caches)
    if os.environ.get("TAGHTIA_EVENT_BROKER_URL"):
        checks["events"] = lambda: _broker(app)
    return checks


def _ready(app: Sanic) -> HTTPResponse | None:
    agent = getattr(app.ctx, "agent", None)
    if agent is not None and agent.is_ready():
        return None
    return response.json({"status": STARTING}, 503)


async def _conversations(app: Sanic) -> bool:
    engine = getattr(innermost(app.ctx.agent.tracker_store), "engine", None)
    if engine is None:
        return True

    def ask() -> bool:
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except SQLAlchemyError:
            return False
        return True

    return await asyncio.to_thread(ask)


async def _answers(url: str) -> bool:
    async with aiohttp.ClientSession() as http, http.get(url) as reply:
        return reply.status == 200


async def _redis_answers(urls: set[str]) -> bool:
    from redis.asyncio import Redis

    for url in urls:
        client = Redis.from_url(url)
        try:
            await client.ping()
        finally:
            await client.close()
    return True


async def _broker(app: Sanic) -> bool:
    broker = app.ctx.agent.tracker_store.event_broker
    return broker is not None and bool(broker.is_ready())


def _is_redis(url: str) -> bool:
    return urlsplit(url).scheme in ("redis", "rediss", "unix")
