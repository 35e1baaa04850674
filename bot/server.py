"""Runs Rasa's own server with the project's page, limits and time-outs.

`python -m bot.server --port 8000 --model models/x.tar.gz`
"""

from __future__ import annotations

import argparse
import os
import resource
from pathlib import Path
from typing import TYPE_CHECKING

from bot.logs import LEVELS, configure_logs
from bot.tensorflow_stand_in import spare_tensorflow

if TYPE_CHECKING:
    from sanic import Sanic

PROJECT = Path(__file__).resolve().parents[1]
# A student waits this long at most before the gate apologises; Rasa's own default is 5 minutes.
ACTION_SECONDS = 8
# What no channel needs more of; without a limit anybody could fill the memory.
MAX_BODY_BYTES = 131_072
# Meta gathers what happened in bodies of up to 3 MB.
MAX_META_BODY_BYTES = 3 << 20
META_TOKENS = ("TAGHTIA_WHATSAPP_TOKEN", "TAGHTIA_MESSENGER_TOKEN")
# What is being answered may end; the serve command waits a little longer.
STOP_SECONDS = 6.0
MIN_API_TOKEN = 20
TRACKER_DAYS = 30


def serve(port: int, model: Path, interface: str, log_level: str) -> None:
    """Serve the trained model until the process is stopped."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    spare_tensorflow(model)
    import rasa.core.actions.action
    import rasa.core.run
    import rasa.server

    from bot.action_endpoint import spare_calls
    from bot.endpoints import endpoints_from_environment
    from bot.graph_order import spare_sorting
    from bot.rule_lookup import spare_rules
    from telemetry.tracing import configure_tracing

    configure_logs(log_level)
    configure_tracing("rasa")
    # Rasa's hooks for both are module names: its greeting at "/" gives way to the chat page.
    rasa.server.add_root_route = prepare
    rasa.core.actions.action.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS
    spare_calls()
    spare_rules()
    spare_sorting()
    token = api_token()
    _allow_many_connections()
    rasa.core.run.serve_application(
        model_path=str(model),
        credentials=str(PROJECT / "credentials.yml"),
        endpoints=endpoints_from_environment(),
        enable_api=token is not None,
        auth_token=token,
        interface=interface,
        port=port,
    )


def api_token() -> str | None:
    """`TAGHTIA_API_TOKEN`: who knows it may use Rasa's HTTP API; without it there is none.

    Raises:
        ValueError: it is short enough to be guessed.
    """
    token = os.environ.get("TAGHTIA_API_TOKEN")
    if token and len(token) < MIN_API_TOKEN:
        raise ValueError(
            f"TAGHTIA_API_TOKEN must have {MIN_API_TOKEN} characters or more: "
            "make one with `openssl rand -hex 32`"
        )
    return token or None


def prepare(app: Sanic) -> None:
    """What the Sanic application has beside Rasa's channels: the page, short errors, the sweep."""
    from bot.admission import admit_few
    from bot.channels.trackers import store_of
    from bot.channels.web.settings import WebSettings
    from bot.desk.routes import add_desk
    from bot.gate.sweep import sweep
    from bot.handover.chatwoot.attaching import attach_chatwoot
    from bot.handover.chatwoot.settings import ChatwootSettings
    from bot.handover.service import HandoverService
    from bot.health import add_health
    from bot.remembered import remember_meanings
    from bot.retention import keep_for
    from bot.steadfast_actions import ask_again
    from bot.steadfast_trackers import make_steadfast
    from bot.timing import time_stages
    from bot.web.errors import answer_errors_shortly
    from bot.web.routes import add_page_routes
    from handover import HandoverStore
    from identifiers.settings import whole_number
    from identifiers.vault import Vault
    from telemetry.exposition import add_metrics

    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = STOP_SECONDS
    if api_token() is None:
        # The API takes whole models.
        meta = any(os.environ.get(name) for name in META_TOKENS)
        app.config.REQUEST_MAX_SIZE = MAX_META_BODY_BYTES if meta else MAX_BODY_BYTES
    if os.environ.get("TAGHTIA_PROXIES"):
        app.config.PROXIES_COUNT = whole_number("TAGHTIA_PROXIES", 1)
    add_page_routes(app, WebSettings.from_environment().origins.frame_ancestors())
    answer_errors_shortly(app)
    add_health(app)
    add_metrics(app)

    @app.after_server_stop
    async def hang_up(stopped: Sanic, _: object) -> None:
        agent = getattr(stopped.ctx, "agent", None)
        if agent and agent.processor:
            await agent.processor.action_endpoint.close()

    @app.after_server_start
    async def wrap_the_agent(running: Sanic, _: object) -> None:
        make_steadfast(running.ctx.agent.tracker_store)
        ask_again(running.ctx.agent.processor.action_endpoint)
        remember_meanings(running.ctx.agent)
        time_stages(running.ctx.agent)
        admit_few(running.ctx.agent)

    app.add_task(sweep(Vault.from_environment()))
    store = HandoverStore.from_environment()
    service = HandoverService(app, store)
    service.attach(app)
    add_desk(app, store)
    chatwoot = ChatwootSettings.from_environment()
    if chatwoot is not None:
        attach_chatwoot(app, service, chatwoot)
    app.add_task(
        keep_for(whole_number("TAGHTIA_TRACKER_DAYS", TRACKER_DAYS), lambda: store_of(app))
    )


def _allow_many_connections() -> None:
    """Every open page holds a connection; many systems allow a process 1,024 files by default."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _trained_model() -> Path:
    from bot.commands.train import model_file, trained_model

    wanted = model_file()
    model = trained_model(wanted)
    if model is None:
        raise SystemExit(f"{wanted} is missing: run bin/taghtia train, or name one with --model")
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--model", type=Path, help="default: the one trained on these sources")
    parser.add_argument("--interface", default="127.0.0.1")
    level = os.environ.get("TAGHTIA_LOG_LEVEL") or "WARNING"
    parser.add_argument("--log-level", choices=LEVELS, default=level)
    arguments = parser.parse_args()
    model = arguments.model or _trained_model()
    serve(arguments.port, model, arguments.interface, arguments.log_level)


if __name__ == "__main__":
    main()
