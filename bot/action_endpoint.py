"""Calls to the action server, without what Rasa does anew at each of them.

Rasa opens a connection, checks its own constant JSON schema against the schema of schemas, and
sends the whole conversation. Here the connection is kept, the schema was checked once, and the
conversation's last events are sent. What comes back is checked and used as by Rasa
(`tests/server/test_action_endpoint.py`). The domain is not sent at all (`enable_selective_domain`
in `endpoints.yml`): the action server has its own copy.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import islice
from typing import Any

import aiohttp
from jsonschema import ValidationError
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

# An idle connection is given up before the action server does so (5 s), perhaps during a call.
KEPT_SECONDS = 3.0
# The summary for an agent looks back furthest: forty messages. An hour of talk may have thousands.
RECENT_EVENTS = 400

_SCHEMA = RemoteAction.action_response_format_spec()
_VALIDATOR = validator_for(_SCHEMA)(_SCHEMA)
_call_format = RemoteAction._action_call_format


class ActionEndpoint(EndpointConfig):
    """The action server's address, with one session kept open between calls."""

    _kept: aiohttp.ClientSession | None = None

    @classmethod
    def of(cls, endpoint: EndpointConfig) -> ActionEndpoint:
        """The same address and settings."""
        kept = cls()
        kept.__dict__.update(vars(endpoint))
        return kept

    @asynccontextmanager
    async def session(self) -> AsyncIterator[aiohttp.ClientSession]:
        """The session; nobody closes it after a call."""
        if self._kept is None or self._kept.closed:
            self._kept = aiohttp.ClientSession(
                headers=self.headers,
                auth=aiohttp.BasicAuth(**self.basic_auth) if self.basic_auth else None,
                connector=aiohttp.TCPConnector(keepalive_timeout=KEPT_SECONDS, limit=0),
            )
        yield self._kept

    async def close(self) -> None:
        """Close the session."""
        if self._kept is not None:
            await self._kept.close()


def spare_calls() -> None:
    """Let Rasa's remote actions check and send as above, in this process."""
    RemoteAction._validate_action_result = _validate
    RemoteAction._action_call_format = _format_recent


def _validate(_: RemoteAction, result: Any) -> bool:
    error = best_match(_VALIDATOR.iter_errors(result))
    if error is not None:
        raise ValidationError(f"{error.message}: the action server's answer has another form")
    return True


def _format_recent(
    action: RemoteAction, tracker: DialogueStateTracker, domain: Domain
) -> dict[str, Any]:
    earlier = len(tracker.events) - RECENT_EVENTS
    if earlier > 0:
        tracker = copy.copy(tracker)
        tracker.events = deque(islice(tracker.events, earlier, None))
    call: dict[str, Any] = _call_format(action, tracker, domain)
    return call
