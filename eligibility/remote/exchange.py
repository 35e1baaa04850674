"""One question to the remote source over HTTP, and the bytes of its answer."""

from __future__ import annotations

import random
from http.cookiejar import DefaultCookiePolicy

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from eligibility.remote.settings import RemoteSettings

PATH = "/applications/lookup"
MOST_BYTES = 64 * 1024
# Each waits in a thread of its own; a source that needs more at once is as good as down.
MOST_AT_ONCE = 16


class SourceDown(Exception):
    """The source did not answer, or not as the contract says; says why, never a value."""


class _SoonAgain(Retry):
    """Waits a moment of random length, so that not all who failed come back together."""

    def get_backoff_time(self) -> float:
        return random.uniform(0.05, 0.2)


def open_session(settings: RemoteSettings) -> requests.Session:
    """A session for the source's address, for the threads of one process."""
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


def exchange(
    session: requests.Session, settings: RemoteSettings, question: dict[str, str]
) -> bytes:
    """The body of the answer to `LookupRequest` of the contract.

    Raises:
        SourceDown: the answer is not one that the contract allows.
        requests.RequestException: there was none.
    """
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
