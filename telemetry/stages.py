"""Timing a part of a turn, for the metrics and for the trace."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from telemetry.metrics import STAGE_SECONDS
from telemetry.tracing import span


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Time the block, whether it succeeds or not."""
    began = time.perf_counter()
    try:
        with span(name):
            yield
    finally:
        STAGE_SECONDS.labels(name).observe(time.perf_counter() - began)


def timed(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    """The same plain function, timed."""

    @wraps(call)
    def timing(*given: Any, **named: Any) -> Any:
        with stage(name):
            return call(*given, **named)

    return timing


def timed_async(name: str, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """The same coroutine function, timed."""

    @wraps(call)
    async def timing(*given: Any, **named: Any) -> Any:
        with stage(name):
            return await call(*given, **named)

    return timing
