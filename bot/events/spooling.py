"""Rasa's event broker that keeps events in this machine's spool."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.utils.endpoints import EndpointConfig

from insights.spool import Spool

logger = logging.getLogger(__name__)


class SpoolEventBroker(EventBroker):
    """Appends to the spool; a turn neither waits for the store nor fails with it."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    @classmethod
    async def from_endpoint_config(
        cls, broker_config: EndpointConfig, event_loop: object = None
    ) -> SpoolEventBroker:
        """As Rasa makes it; it needs no address."""
        return cls(Spool.from_environment())

    def publish(self, event: Mapping[str, Any]) -> None:
        """Keep one event."""
        try:
            self._spool.append(json.dumps(event, ensure_ascii=False).encode(errors="replace"))
        except OSError as error:
            logger.error("an event is missing in the figures: %s", type(error).__name__)
