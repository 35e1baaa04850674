"""Asks the remote source for a person's applications, within fixed limits."""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Callable
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import BoundedSemaphore
from urllib.parse import urlsplit

import requests
from circuitbreaker import CircuitBreaker

from eligibility.person import Identity
from eligibility.remote.answer import BadAnswer, RemoteApplication, read_answer
from eligibility.remote.deadline import within
from eligibility.remote.exchange import MOST_AT_ONCE, SourceDown, exchange, open_session
from eligibility.remote.settings import RemoteSettings

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RemoteAnswer:
    """What the source said: no application when it knows no such person.

    `source` is the host that said it, `digest` the SHA-256 of its words.
    """

    applications: tuple[RemoteApplication, ...]
    source: str
    digest: str


class RemoteSource:
    """The fund's service; one object a process, whose threads share its circuit breaker.

    After some failures in a row nobody waits for it any more until half a minute has passed.
    """

    def __init__(self, settings: RemoteSettings) -> None:
        self.settings = settings
        self._session = open_session(settings)
        self._free = BoundedSemaphore(MOST_AT_ONCE)
        # Not pybreaker, which holds a lock for as long as a call lasts: look-ups would queue.
        self._breaker = CircuitBreaker(
            failure_threshold=settings.failures_until_open,
            recovery_timeout=settings.open_seconds,
            expected_exception=SourceDown,
        )

    @staticmethod
    def from_environment() -> RemoteSource | None:
        """The source of the `TAGHTIA_REMOTE_…` variables, if there is one.

        Raises:
            ValueError: a variable is wrong.
        """
        settings = RemoteSettings.from_environment()
        return None if settings is None else _source(settings)

    def ask(self, identity: Identity, now: datetime) -> RemoteAnswer | None:
        """The person's applications; None when the source gave no answer to be believed.

        Takes at most the settings' budget.
        """
        try:
            if self._breaker.opened:
                raise SourceDown("not asked: it failed several times in a row")
            with self._breaker:
                return self._answer(identity, now)
        except (SourceDown, BadAnswer) as error:
            logger.warning("the remote source gave no answer: %s", error)
            return None

    def _answer(self, identity: Identity, now: datetime) -> RemoteAnswer:
        request_id = str(uuid.uuid4())
        question = {
            "request_id": request_id,
            "cin": identity.cin,
            "massar_code": identity.massar_code,
            "birth_date": identity.birth_date.isoformat(),
        }
        body = self._limited(lambda: exchange(self._session, self.settings, question))
        return RemoteAnswer(
            applications=read_answer(body, request_id, identity.birth_date, now),
            source=urlsplit(self.settings.url).hostname or "",
            digest=hashlib.sha256(body).hexdigest(),
        )

    def _limited(self, call: Callable[[], bytes]) -> bytes:
        if not self._free.acquire(blocking=False):
            raise SourceDown("not asked: too many are waiting for it")

        def run() -> bytes:
            try:
                return call()
            finally:
                self._free.release()

        try:
            return within(self.settings.budget_seconds, run)
        except TookTooLong:
            raise SourceDown("took too long") from None
        except (requests.RequestException, OSError) as error:
            # Its text may quote what was sent.
            raise SourceDown(type(error).__name__) from None


@lru_cache(maxsize=2)
def _source(settings: RemoteSettings) -> RemoteSource:
    return RemoteSource(settings)
