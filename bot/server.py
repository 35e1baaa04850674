"""Runs Rasa's own server with the project's page, limits and time-outs.

`python -m bot.server --port 8000 --model models/x.tar.gz`
"""

from __future__ import annotations

import argparse
import logging
import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
# A student waits this long at most before the gate apologises; Rasa's own default is 5 minutes.
ACTION_SECONDS = 8


def serve(port: int, model: Path, interface: str) -> None:
    """Serve the trained model until the process is stopped."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    import rasa.core.actions.action
    import rasa.core.run
    import rasa.server
    import rasa.utils.common
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.log_utils import configure_structlog

    from bot.web.routes import add_page_routes

    # At its debug level, where structlog begins, Rasa writes every message down.
    rasa.utils.common.configure_logging_and_warnings(log_level=logging.WARNING)
    configure_structlog(logging.WARNING)
    # Rasa's hooks for both are module names: its greeting at "/" gives way to the chat page.
    rasa.server.add_root_route = add_page_routes
    rasa.core.actions.action.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS
    rasa.core.run.serve_application(
        model_path=str(model),
        credentials=str(PROJECT / "credentials.yml"),
        endpoints=AvailableEndpoints.read_endpoints(str(PROJECT / "endpoints.yml")),
        enable_api=False,
        interface=interface,
        port=port,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--interface", default="127.0.0.1")
    arguments = parser.parse_args()
    serve(arguments.port, arguments.model, arguments.interface)


if __name__ == "__main__":
    main()
