"""Asks for an action again where its server broke off, as it does when it is killed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from telemetry.metrics import RETRIES

# Another server takes the next call, or the same one is back; longer than a proxy leaves a server
# out that did not answer (fail_timeout in deploy/nginx).
PAUSES = (0.1, 0.3, 0.8, 1.5)
# What a proxy says when none of its servers answers.
AWAY = frozenset({502, 503, 504})


def ask_again(endpoint: EndpointConfig) -> None:
    """Wrap a running agent's way to the action servers.

    An action that was broken off after it had done something does it twice: none does harm then.
    """
    request: Callable[..., Awaitable[Any]] = endpoint.request

    @wraps(request)
    async def requesting(*given: Any, **named: Any) -> Any:
        for pause in PAUSES:
            try:
                return await request(*given, **dict(named))
            except aiohttp.ClientConnectionError:
                pass
            except ClientResponseError as error:
                if error.status not in AWAY:
                    raise
            RETRIES.labels("actions").inc()
            await asyncio.sleep(pause)
        return await request(*given, **named)

    endpoint.request = requesting
