"""`taghtia serve`: stores, model, action server and Rasa server, from one command."""

from __future__ import annotations

import os
import signal
import time
from types import FrameType
from typing import Annotated

import typer

import handover.migrations
from bot.channels.telephone.settings import TelephoneSettings
from bot.channels.telephone.sms.settings import sms_sender
from bot.cluster.settings import check_shared
from bot.commands.paths import PROJECT, state_directory
from bot.commands.processes import Processes, free_port, is_taken
from bot.commands.serve_cluster import serve_cluster
from bot.commands.stores import ready_store, tell_unfinished_rotation, told_plainly
from bot.commands.train import ensure_model
from bot.handover.chatwoot.settings import ChatwootSettings
from bot.logs import LEVELS
from bot.notifying.rounds import Rounds
from bot.outbox.announcing import redis_url
from eligibility.demo import seed_demo
from eligibility.remote.settings import RemoteSettings
from handover.database import handover_url
from handover.hours_file import hours_from_environment
from handover.settings import keeping, longest_wait
from identifiers.state import database_address
from telemetry.exposition import metrics_token
from telemetry.logs import log_format

# A busy machine takes minutes; a server that fails is noticed at once.
READY_SECONDS = 600


def serve(
    port: Annotated[int, typer.Option(help="Port of the page and the channels.")] = 8000,
    interface: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 for every network.")
    ] = "127.0.0.1",
    cluster: Annotated[
        int,
        typer.Option(min=0, help="So many Rasa servers behind nginx, on shared stores; 0: one."),
    ] = 0,
    actions: Annotated[
        int, typer.Option(min=1, help="With --cluster: so many action servers.")
    ] = 2,
) -> None:
    """Start the assistant and keep it running until Ctrl-C."""
    if is_taken(port):
        typer.echo(f"taghtia: port {port} is in use; choose another with --port", err=True)
        raise typer.Exit(1)
    log_level = ("--log-level", _log_level())
    check_settings()
    if cluster:
        _check_shared()
    signal.signal(signal.SIGTERM, _interrupt)
    prepare_stores()
    model = ensure_model()
    typer.echo("taghtia: starting ...", err=True)
    if cluster:
        serve_cluster(port, interface, cluster, actions, model, _environment(0), log_level)
        return
    action_port = free_port()
    processes = Processes(state_directory(), _environment(action_port), PROJECT)
    try:
        processes.start("actions", "actions.server", "--port", str(action_port), *log_level)
        processes.start(
            *("rasa", "bot.server", "--port", str(port), "--model", str(model)),
            *("--interface", interface, *log_level),
        )
        _wait_until_ready(processes, port, action_port)
        typer.echo(f"Taghtia is ready: http://localhost:{port}/")
        _watch(processes)
    except KeyboardInterrupt:
        typer.echo("taghtia: stopping", err=True)
    finally:
        processes.stop()


def check_settings() -> None:
    """End the command where a setting is wrong that would only show at the first look-up."""
    try:
        RemoteSettings.from_environment()
        hours_from_environment()
        longest_wait(), keeping(), handover_url()
        ChatwootSettings.from_environment()
        log_format(), metrics_token(), redis_url()
        TelephoneSettings.from_environment(), sms_sender()
    except ValueError as error:
        typer.echo(f"taghtia: {error}", err=True)
        raise typer.Exit(1) from None


def _check_shared() -> None:
    try:
        check_shared()
    except ValueError as error:
        typer.echo(f"taghtia: {error}", err=True)
        raise typer.Exit(1) from None


def migrate() -> None:
    """Bring every store to its newest tables; for servers that are not started by `serve`."""
    check_settings()
    prepare_stores()


def prepare_stores() -> None:
    """Bring the eligibility store to its newest form; invented people only in the default one."""
    state_directory()
    with told_plainly():
        store = ready_store()
        handover.migrations.upgrade(handover_url())
        if not os.environ.get("TAGHTIA_DATABASE_URL"):
            seed_demo(store)
        tell_unfinished_rotation(store)


def _log_level() -> str:
    level = os.environ.get("TAGHTIA_LOG_LEVEL") or "WARNING"
    if level not in LEVELS:
        typer.echo(f"taghtia: TAGHTIA_LOG_LEVEL is none of {', '.join(LEVELS)}", err=True)
        raise typer.Exit(1)
    return level


def _environment(action_port: int) -> dict[str, str]:
    return {
        **os.environ,
        "TAGHTIA_TRACKER_URL": database_address("TAGHTIA_TRACKER_URL", "tracker.db"),
        "PYTHONPATH": str(PROJECT),
        "TAGHTIA_ACTION_URL": f"http://127.0.0.1:{action_port}/webhook",
        "RASA_TELEMETRY_ENABLED": "false",
        # One thread for the encoder: more of them fight over busy cores.
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }


def _wait_until_ready(processes: Processes, port: int, action_port: int) -> None:
    for name, url in (
        ("actions", f"http://127.0.0.1:{action_port}/health"),
        ("rasa", f"http://127.0.0.1:{port}/health"),
    ):
        if not processes.wait_until_answering(url, READY_SECONDS):
            log = processes.log(name)
            typer.echo(log.read_text(errors="replace")[-3000:], err=True)
            typer.echo(f"taghtia: {name} did not start; the whole log is in {log}", err=True)
            raise typer.Exit(1)


def _watch(processes: Processes) -> None:
    rounds = Rounds()
    while True:
        rounds.go_round_if_due()
        ended = processes.ended()
        if ended is not None:
            typer.echo(f"taghtia: {ended} ended; see {processes.log(ended)}", err=True)
            raise typer.Exit(1)
        time.sleep(1)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
