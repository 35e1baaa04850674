"""Lets few turns begin at once: under load, one that has begun is ended first.

A server computes one turn at a time. With all that arrive begun at once, a turn that waits for the
action server waits for everybody else's beginning, too: the slowest of 32 took twice the time of
most. Whoever waits long for a store or an action makes room.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from rasa.core.agent import Agent

TURNS_AT_ONCE = 4
# Several times what a turn computes; after that it waits for something else.
LONGEST_HELD = 0.25


class Place:
    """A turn's among those that may compute; use it with `async with`."""

    def __init__(self, places: asyncio.Semaphore) -> None:
        self._places = places
        self._timer: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> None:
        """Wait for one, behind those who came before."""
        await self._places.acquire()
        self._timer = asyncio.get_running_loop().call_later(LONGEST_HELD, self._leave)

    async def __aexit__(self, *_: object) -> None:
        """Let the next one begin, unless it has already."""
        self._leave()

    def _leave(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
            self._places.release()


def admit_few(agent: Agent) -> None:
    """Let the running agent's turns wait for a place from now on.

    They have their conversation's lock by then: whoever waits for that keeps nobody out.
    """
    if agent.processor is not None:
        agent.processor.handle_message = few_at_once(agent.processor.handle_message)


def few_at_once(handle: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """The same, so many at once."""
    places = asyncio.Semaphore(TURNS_AT_ONCE)

    @wraps(handle)
    async def placed(*given: Any, **named: Any) -> Any:
        async with Place(places):
            return await handle(*given, **named)

    return placed
