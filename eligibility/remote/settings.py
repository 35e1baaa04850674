"""Where the remote source is and how it is asked."""

from __future__ import annotations

import ipaddress
import math
import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from identifiers.state import PROJECT

DEFAULT_MAX_AGE_HOURS = 6


@dataclass(frozen=True)
class RemoteSettings:
    """Address and secrets of the remote source, and its time limits in seconds.

    `ca`: a bundle of certificates to trust instead of the system's; `max_age`: data received longer
    ago are asked for again; `budget`: for a whole look-up, tries included.
    """

    url: str
    token: str | None = field(default=None, repr=False)
    ca: Path | None = None
    max_age: timedelta = timedelta(hours=DEFAULT_MAX_AGE_HOURS)
    connect_seconds: float = 1.0
    read_seconds: float = 1.4
    budget_seconds: float = 4.0
    failures_until_open: int = 5
    open_seconds: float = 30

    @staticmethod
    def from_environment() -> RemoteSettings | None:
        """From the `TAGHTIA_REMOTE_…` variables; None when there is no `TAGHTIA_REMOTE_URL`.

        Raises:
            ValueError: a variable is wrong; names it and says how to mend it, never its value.
        """
        url = os.environ.get("TAGHTIA_REMOTE_URL")
        if not url:
            return None
        return RemoteSettings(_checked_url(url), _token(), _ca(), _max_age())


def _checked_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        secure = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts))
    except ValueError:
        secure = False
    if not secure or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError(
            "TAGHTIA_REMOTE_URL must be an address such as https://HOST/PATH, without user or"
            " query; plain http, which anybody on the way could read, is for this machine only"
        )
    return url.rstrip("/")


def _is_loopback(parts: SplitResult) -> bool:
    if parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def _token() -> str | None:
    file = os.environ.get("TAGHTIA_REMOTE_TOKEN_FILE")
    token = os.environ.get("TAGHTIA_REMOTE_TOKEN")
    if file and not token:
        try:
            token = (PROJECT / file).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            mend = "name a readable file that holds the token alone"
            raise ValueError(f"TAGHTIA_REMOTE_TOKEN_FILE cannot be read: {mend}") from None
    if token and not (token.isascii() and token.isprintable() and " " not in token):
        raise ValueError("TAGHTIA_REMOTE_TOKEN is no bearer token: it has no spaces or accents")
    return token or None


def _ca() -> Path | None:
    given = os.environ.get("TAGHTIA_REMOTE_CA")
    if not given:
        return None
    path = PROJECT / given
    if not path.is_file():
        raise ValueError("TAGHTIA_REMOTE_CA is no file: name a bundle of certificates (PEM)")
    return path


def _max_age() -> timedelta:
    given = os.environ.get("TAGHTIA_REMOTE_MAX_AGE") or str(DEFAULT_MAX_AGE_HOURS)
    try:
        hours = float(given)
    except ValueError:
        hours = math.nan
    if not 0 <= hours <= 24 * 366:
        raise ValueError("TAGHTIA_REMOTE_MAX_AGE must be hours, such as 6 or 0.5")
    return timedelta(hours=hours)
