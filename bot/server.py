"""Runs Rasa's own server with the project's page, limits and time-outs.

`python -m bot.server --port 8000 --model models/x.tar.gz`
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from bot.logs import LEVELS, configure_logs

PROJECT = Path(__file__).resolve().parents[1]
# A student waits this long at most before the gate apologises; Rasa's own default is 5 minutes.
ACTION_SECONDS = 8


def serve(port: int, model: Path, interface: str, log_level: str) -> None:
    """Serve the trained model until the process is stopped."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    import rasa.core.actions.action
    import rasa.core.run
    import rasa.server

    from bot.endpoints import endpoints_from_environment

    configure_logs(log_level)
    # Rasa's hooks for both are module names: its greeting at "/" gives way to the chat page.
    rasa.server.add_root_route = prepare
    rasa.core.actions.action.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS
    rasa.core.run.serve_application(
        model_path=str(model),
        credentials=str(PROJECT / "credentials.yml"),
        endpoints=endpoints_from_environment(),
        enable_api=False,
        interface=interface,
        port=port,
    )


def prepare(app: Any) -> None:
    """What the Sanic application has beside Rasa's channels: the page, short errors, the sweep."""
    from bot.gate.sweep import sweep
    from bot.web.errors import answer_errors_shortly
    from bot.web.routes import add_page_routes
    from identifiers.vault import Vault

    add_page_routes(app)
    answer_errors_shortly(app)
    app.add_task(sweep(Vault.from_environment()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--interface", default="127.0.0.1")
    parser.add_argument("--log-level", choices=LEVELS, default="WARNING")
    arguments = parser.parse_args()
    serve(arguments.port, arguments.model, arguments.interface, arguments.log_level)


if __name__ == "__main__":
    main()
