"""The action server, on this machine only unless told otherwise: `python -m actions.server`.

rasa-sdk's own command listens on every interface, with no authentication, and answers an error with
the whole conversation. On another interface, only the Rasa servers may reach it.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from typing import Any

import rasa_sdk.endpoint
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.domain import own_domain
from telemetry.correlation import HEADER, correlate, correlation_id
from telemetry.exposition import add_metrics
from telemetry.logs import format_lines
from telemetry.metrics import ACTION_FAILURES
from telemetry.stages import stage
from telemetry.tracing import configure_tracing, continue_trace

logger = logging.getLogger(__name__)

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class CountingExecutor(ActionExecutor):
    """rasa-sdk's executor, with the domain, timed; failures are counted by the action's name."""

    async def run(self, action_call: dict[str, Any]) -> dict[str, Any] | None:
        """Run the action that is called."""
        try:
            with stage("run"):
                return await super().run({"domain": own_domain(), **action_call})
        except Exception:
            ACTION_FAILURES.labels(self._known(action_call.get("next_action"))).inc()
            raise

    def _known(self, name: object) -> str:
        return str(name) if name in self.actions else "unknown"


def serve(port: int, log_level: str, interface: str = "127.0.0.1") -> None:
    """Serve the actions of this package."""
    logging.basicConfig(level=log_level, stream=sys.stdout)
    format_lines(logging.getLogger().handlers, "actions")
    configure_tracing("actions")
    app = application()
    app.run(interface, port, workers=1, access_log=False)


def application() -> Sanic:
    """rasa-sdk's application, with metrics, and without telling what an error says."""
    rasa_sdk.endpoint.ActionExecutor = CountingExecutor
    own_domain()
    app = rasa_sdk.endpoint.create_app("actions", cors_origins="")
    add_metrics(app)

    @app.on_request
    async def belong_to_the_turn(request: Request) -> None:
        correlate(correlation_id(request.headers.get(HEADER)))
        continue_trace(request.headers)

    @app.exception(Exception)
    async def failed(request: Request, error: Exception) -> HTTPResponse:
        # The error's text may hold what a person wrote: only its kind is told.
        name = (request.json or {}).get("next_action", "unknown")
        logger.error("action %s failed: %s", name, type(error).__name__)
        return response.json({"error": type(error).__name__, "action_name": name}, status=500)

    return app


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5055)
    parser.add_argument("--interface", default="127.0.0.1")
    level = os.environ.get("TAGHTIA_LOG_LEVEL") or "WARNING"
    parser.add_argument("--log-level", choices=LEVELS, default=level)
    arguments = parser.parse_args()
    serve(arguments.port, arguments.log_level, arguments.interface)


if __name__ == "__main__":
    main()
