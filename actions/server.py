"""The action server, on this machine only: `python -m actions.server --port 5055`.

rasa-sdk's own command listens on every interface, with no authentication, and answers an error with
the whole conversation.
"""

from __future__ import annotations

import argparse
import logging
import sys

from rasa_sdk.endpoint import create_app
from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

logger = logging.getLogger(__name__)

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def serve(port: int, log_level: str) -> None:
    """Serve the actions of this package on 127.0.0.1."""
    logging.basicConfig(level=log_level, stream=sys.stdout)
    app = create_app("actions", cors_origins="")

    @app.exception(Exception)
    async def failed(request: Request, error: Exception) -> HTTPResponse:
        # The error's text may hold what a person wrote: only its kind is told.
        name = (request.json or {}).get("next_action", "unknown")
        logger.error("action %s failed: %s", name, type(error).__name__)
        return response.json({"error": type(error).__name__, "action_name": name}, status=500)

    app.run("127.0.0.1", port, workers=1, access_log=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5055)
    parser.add_argument("--log-level", choices=LEVELS, default="WARNING")
    arguments = parser.parse_args()
    serve(arguments.port, arguments.log_level)


if __name__ == "__main__":
    main()
