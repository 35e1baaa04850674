"""One id for all that a message sets off, from the channel to the action server."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# The proxy sets it; between our own servers it goes along.
HEADER = "X-Request-ID"
NONE = "-"
_ID = re.compile(r"[0-9a-f]{32}")
_current: ContextVar[str] = ContextVar("correlation", default=NONE)


@contextmanager
def correlated(identity: str) -> Iterator[None]:
    """Everything logged or called in this block bears the id."""
    token = _current.set(identity)
    try:
        yield
    finally:
        _current.reset(token)


def correlate(identity: str) -> None:
    """Everything in the present task or thread bears the id from now on."""
    _current.set(identity)


def current() -> str:
    """The id of what is being worked on; `-` outside of any message."""
    return _current.get()


def correlation_id(given: object) -> str:
    """32 hexadecimal digits: the value given where it is such an id, else a digest of it.

    What a client chose may be anything, a telephone number too: it is never written as it is.
    """
    text = str(given or "")
    if _ID.fullmatch(text):
        return text
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]
