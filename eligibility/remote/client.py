"""Asks the remote source for a person's applications, within fixed limits."""

from __future__ import annotations

import hashlib
import logging
import random
import uuid
from collections.abc import Callable
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from http.cookiejar import DefaultCookiePolicy
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import urlsplit

import requests
from circuitbreaker import CircuitBreaker
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from eligibility.person import Identity
from eligibility.remote.answer import BadAnswer, RemoteApplication, read_answer
from eligibility.remote.deadline import within
from eligibility.remote.settings import RemoteSettings

logger = logging.getLogger(__name__)

PATH = "/applications/lookup"
MOST_BYTES = 64 * 1024
# Each waits in a thread of its own; a source that needs more at once is as good as down.
MOST_AT_ONCE = 16


class SourceDown(Exception):
    """The source did not answer, or not as the contract says; says why, never a value."""


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
        self._session = _session(settings)
        self._free = BoundedSemaphore(MOST_AT_ONCE)
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
        body = self._limited(lambda: _exchange(self._session, self.settings, question))
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


class _SoonAgain(Retry):
    """Waits a moment of random length, so that not all who failed come back together."""

    def get_backoff_time(self) -> float:
        return random.uniform(0.05, 0.2)


def _session(settings: RemoteSettings) -> requests.Session:
    session = requests.Session()
    # No proxy and no .netrc of the machine's: identity numbers go to the source and nowhere else.
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.verify = str(settings.ca) if settings.ca else True
    # A look-up changes nothing at the source, so it may be repeated although it is a POST.
    retry = _SoonAgain(
        total=2,
        connect=2,
        read=1,
        status=1,
        redirect=0,
        other=0,
        allowed_methods=["POST"],
        status_forcelist=[502, 503, 504],
        raise_on_status=False,
        respect_retry_after_header=False,
    )
    session.mount(settings.url, HTTPAdapter(pool_maxsize=MOST_AT_ONCE, max_retries=retry))
    return session


def _exchange(
    session: requests.Session, settings: RemoteSettings, question: dict[str, Any]
) -> bytes:
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    if settings.token:
        headers["Authorization"] = f"Bearer {settings.token}"
    with session.post(
        settings.url + PATH,
        json=question,
        headers=headers,
        timeout=(settings.connect_seconds, settings.read_seconds),
        allow_redirects=False,
        stream=True,
    ) as response:
        if response.status_code != requests.codes.ok:
            raise SourceDown(f"HTTP {response.status_code}")
        if response.headers.get("Content-Type", "").split(";")[0].strip() != "application/json":
            raise SourceDown("its answer is not application/json")
        return _bounded(response)


def _bounded(response: requests.Response) -> bytes:
    body = b""
    for chunk in response.iter_content(8192):
        body += chunk
        if len(body) > MOST_BYTES:
            raise SourceDown(f"its answer is longer than {MOST_BYTES} bytes")
    return body
