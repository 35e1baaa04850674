"""Sends what waits: in order for one person, several people at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import aiohttp

from bot.channels.messaging.outcome import Kind, Outcome
from bot.channels.messaging.outgoing import Outbound, Outgoing
from bot.channels.messaging.platform import Platform
from bot.channels.workers import KeyedWorkers

PEOPLE_AT_ONCE = 16
SWEEP_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Sending(KeyedWorkers):
    """A worker for each person who is to get something."""

    def __init__(
        self,
        outgoing: Outgoing,
        platform: Platform,
        http: aiohttp.ClientSession,
        first: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(PEOPLE_AT_ONCE, SWEEP_SECONDS, first)
        self._outgoing = outgoing
        self._platform = platform
        self._http = http

    def waiting(self) -> list[str]:
        """Whom something is due for."""
        return self._outgoing.due()

    async def work_next(self, key: str) -> bool:
        """Send the person's next message; whether there may be more."""
        outbound = await asyncio.to_thread(self._outgoing.claim, key)
        if outbound is None:
            return False
        outcome = await self._send(outbound)
        state = await asyncio.to_thread(
            self._outgoing.settle, outbound, outcome, self._platform.reports
        )
        _log(self._platform.name, outcome, state)
        return state not in ("waiting", "unknown")

    async def _send(self, outbound: Outbound) -> Outcome:
        try:
            return await self._platform.send(
                self._http, outbound.address, outbound.payload, outbound.reference
            )
        except aiohttp.ClientConnectorError:
            return Outcome(Kind.RETRY)
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return Outcome(Kind.UNKNOWN)


def _log(platform: str, outcome: Outcome, state: str) -> None:
    if outcome.kind is Kind.OPERATOR:
        logger.error(
            "%s sends nothing until error %s is mended: see docs/channels.md",
            platform,
            outcome.code,
        )
    elif outcome.kind is not Kind.SENT:
        logger.warning("%s: %s (error %s): %s", platform, outcome.kind.value, outcome.code, state)
