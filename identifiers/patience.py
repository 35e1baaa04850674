"""Waiting for a database server that is being restarted, and not for one that is gone."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

# A restart of PostgreSQL takes a few seconds; an action has eight for all that it does.
SECONDS = 6.0
PAUSE_SECONDS = 0.25
# A server that takes no connection within these seconds is as good as away.
CONNECT_SECONDS = 3

logger = logging.getLogger(__name__)


class Patience:
    """Calls again what fails, until it has failed for long; from then on each call fails at once.

    Whoever waits, waits for the same server: the time counts from the first failure of all, and a
    success begins it anew.

    Args:
        passing: the errors that may pass.
    """

    def __init__(
        self,
        passing: type[Exception] | tuple[type[Exception], ...],
        seconds: float = SECONDS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._passing = passing
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._failing_since: float | None = None

    def call(self, what: Callable[[], Any]) -> Any:
        """What the call returns.

        Raises:
            Exception: the last failure.
        """
        while True:
            try:
                found = what()
            except self._passing:
                if not self.lasts():
                    raise
                self._sleep(PAUSE_SECONDS)
            else:
                self.succeed()
                return found

    def lasts(self) -> bool:
        """Note a failure; whether to try again."""
        with self._lock:
            now = self._clock()
            if self._failing_since is None:
                self._failing_since = now
                logger.warning("a database is away: waiting for it")
            return now - self._failing_since < self._seconds

    def succeed(self) -> None:
        """Note a success."""
        with self._lock:
            self._failing_since = None


def wait_for_restarts(engine: Engine) -> None:
    """On PostgreSQL: a connection that cannot be made now is tried again for a few seconds.

    Together with `pool_pre_ping`, which finds connections that a restart has cut.
    """
    if engine.dialect.name != "postgresql":
        return
    patience = Patience(engine.dialect.dbapi.OperationalError)

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Any, _: object, arguments: Any, named: dict[str, Any]) -> Any:
        named.setdefault("connect_timeout", CONNECT_SECONDS)
        return patience.call(lambda: dialect.connect(*arguments, **named))
