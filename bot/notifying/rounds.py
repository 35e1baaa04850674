"""A round of telling every minute, beside whatever else a process does."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timezone

from sqlalchemy.exc import SQLAlchemyError

from bot.notifying.tellers import tellers_from_environment
from bot.notifying.telling import Telling
from eligibility import EligibilityStore
from eligibility.subscriptions import Subscriptions
from knowledge.clock import today

ROUND_SECONDS = 60.0

logger = logging.getLogger(__name__)


class Rounds:
    """Goes a round when it is time; whatever fails is tried again in the next one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next = 0.0
        self._telling: Telling | None = None

    def go_round_if_due(self) -> None:
        """Tell what there is to tell, if a minute is over since the last round began."""
        if self._clock() < self._next:
            return
        self._next = self._clock() + ROUND_SECONDS
        try:
            self._go_round()
        except (SQLAlchemyError, ValueError) as error:
            # Its own text may quote what the statement was given.
            logger.error("nobody is told of news: %s", type(error).__name__)

    def _go_round(self) -> None:
        store = EligibilityStore.from_environment()
        if not Subscriptions(store.engine).count():
            return
        if self._telling is None:
            self._telling = Telling(store, tellers_from_environment())
        self._telling.go_round(datetime.now(timezone.utc).replace(tzinfo=None), today())
