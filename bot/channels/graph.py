"""One call of Meta's Graph API, and what it answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import aiohttp

from bot.channels.messaging.outcome import Kind, Outcome

Answer = Mapping[str, Any]


async def post(
    http: aiohttp.ClientSession,
    url: str,
    token: str,
    body: Mapping[str, Any],
    sent_id: Callable[[Answer], str],
    kind_of: Callable[[int | None, int, int | None], Kind],
) -> Outcome:
    """Post a message.

    Args:
        sent_id: finds the message's id in the answer.
        kind_of: what an error code, with the HTTP status and its subcode, means.

    Raises:
        aiohttp.ClientError, asyncio.TimeoutError: there was no answer.
    """
    headers = {"Authorization": f"Bearer {token}"}
    async with http.post(url, json=body, headers=headers) as reply:
        try:
            answer = await reply.json(content_type=None)
        except ValueError:
            answer = None
        answer = answer if isinstance(answer, dict) else {}
        if reply.status == 200:
            # A 200 without an id is no proof of anything.
            found = sent_id(answer)
            return Outcome(Kind.SENT, found) if found else Outcome(Kind.UNKNOWN)
        error = answer.get("error")
        code, subcode = (_number(error, name) for name in ("code", "error_subcode"))
        kind = kind_of(code, reply.status, subcode)
        return Outcome(kind, code=code, wait=_retry_after(reply))


def _number(error: object, name: str) -> int | None:
    value = error.get(name) if isinstance(error, dict) else None
    return value if isinstance(value, int) else None


def _retry_after(reply: aiohttp.ClientResponse) -> float | None:
    given = reply.headers.get("Retry-After", "")
    return float(given) if given.isascii() and given.isdigit() and int(given) <= 3600 else None
