"""What every open desk shows, looked up once a second for all of them together."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.desk.views import agent_json, call_json, talk_json
from handover import HandoverStore

LOOK_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Watching:
    """The queue, the talks, the calls and who is there, for the open desks of this process."""

    def __init__(self, store: HandoverStore) -> None:
        self._store = store
        self._events: dict[int, asyncio.Event] = {}
        self._looker: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self.state: dict[str, Any] = {}
        self.closed = False

    def open(self) -> asyncio.Event:
        """An event that is set whenever the state has changed; `close` it afterwards."""
        event = asyncio.Event()
        if self.state:
            event.set()
        self._events[id(event)] = event
        if self._looker is None or self._looker.done():
            self._looker = asyncio.create_task(self._look())
        return event

    def close(self, event: asyncio.Event) -> None:
        """Nobody looks any more."""
        self._events.pop(id(event), None)

    def look_now(self) -> None:
        """Something was done here: look at once."""
        self._wake.set()

    def stop(self) -> None:
        """End every stream: the server stops."""
        self.closed = True
        for event in self._events.values():
            event.set()

    async def _look(self) -> None:
        while self._events and not self.closed:
            try:
                state = await asyncio.to_thread(self._read)
            except SQLAlchemyError as error:
                logger.error("the desk cannot look: %s", type(error).__name__)
                state = self.state
            if state != self.state:
                self.state = state
                for event in self._events.values():
                    event.set()
            self._wake.clear()
            try:
                await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)
            except asyncio.TimeoutError:
                continue

    def _read(self) -> dict[str, Any]:
        return {
            "waiting": [talk_json(one) for one in self._store.talks.waiting()],
            "taken": [talk_json(one) for one in self._store.talks.taken()],
            "on_call": [talk_json(one) for one in self._store.calls.under_way()],
            "calls": [call_json(one) for one in self._store.call_backs.to_make()],
            "present": [agent_json(one) for one in self._store.sessions.present()],
        }
