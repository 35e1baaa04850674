"""Whether the addresses that answers give and rest on are still there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor

import requests

from bot.doctor.finding import Finding, mend, ok, warning
from knowledge import load_knowledge

SECONDS = 15
AT_ONCE = 4
# Some servers answer nothing to what calls itself a script.
HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; taghtia doctor)"}
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s«»\"<>)]+[^\s«»\"<>).,;]")
GONE = frozenset({404, 410})


def check_links(addresses: Collection[str] | None = None) -> Iterator[Finding]:
    """One finding an address; an address that is gone must be mended in knowledge/data."""
    wanted = known_links() if addresses is None else addresses
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(_check, sorted(wanted))


def known_links() -> set[str]:
    """The addresses of all sources, and all that answers name."""
    knowledge = load_knowledge()
    named = " ".join(knowledge.answer_values("fr").values())
    sources = {source.url for source in knowledge.sources.values() if source.url}
    return sources | {
        found if "://" in found else f"https://{found}" for found in _ADDRESS.findall(named)
    }


def _check(address: str) -> Finding:
    try:
        # Streamed: the page itself is not wanted.
        with requests.get(address, timeout=SECONDS, headers=HEADERS, stream=True) as reply:
            status = reply.status_code
    except requests.RequestException as error:
        return warning(address, f"not reached: {type(error).__name__}")
    if status in GONE:
        return mend(address, f"status {status}: correct it in knowledge/data")
    return ok(address, f"status {status}") if status < 400 else warning(address, f"status {status}")
