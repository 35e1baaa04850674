"""An upper limit of time for a call that has none of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, call: Callable[[], T]) -> T:
    """The call's result, or its exception.

    A socket's time-outs are for each piece that arrives: a server that sends a byte a second, or a
    name server that is slow, passes them all. Such a call is left behind in its thread.

    Raises:
        concurrent.futures.TimeoutError: it took longer.
    """
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(call())
        except BaseException as error:
            done.set_exception(error)

    # A daemon: what was left behind must not keep the process from ending.
    Thread(target=run, name="remote source", daemon=True).start()
    return done.result(timeout=seconds)
