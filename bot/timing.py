"""Times what Rasa does in a turn, and takes the correlation id along to the action server.

The running agent's own methods are wrapped, whatever classes they come from.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from rasa.core.agent import Agent

from telemetry.correlation import HEADER, current
from telemetry.metrics import INTENTS
from telemetry.stages import timed, timed_async
from telemetry.tracing import trace_headers

UNKNOWN = "none"


def time_stages(agent: Agent) -> None:
    """Time understanding, decisions, actions, wording and the tracker store from now on."""
    processor, store = agent.processor, agent.tracker_store
    if processor is None:
        return
    understand = _counting_intents(processor.parse_message)
    processor.parse_message = timed_async("understand", understand)
    decide = processor.predict_next_with_tracker_if_should
    processor.predict_next_with_tracker_if_should = timed("decide", decide)
    store.retrieve = timed_async("load", store.retrieve)
    store.save = timed_async("save", store.save)
    processor.nlg.generate = timed_async("word", processor.nlg.generate)
    actions = processor.action_endpoint
    if actions is not None:
        actions.request = timed_async("act", _with_headers(actions.request))


def _counting_intents(parse: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @wraps(parse)
    async def counting(*given: Any, **named: Any) -> Any:
        found = await parse(*given, **named)
        INTENTS.labels((found.get("intent") or {}).get("name") or UNKNOWN).inc()
        return found

    return counting


def _with_headers(request: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @wraps(request)
    async def requesting(*given: Any, **named: Any) -> Any:
        headers = {**named.pop("headers", {}), HEADER: current(), **trace_headers()}
        return await request(*given, headers=headers, **named)

    return requesting
