"""`taghtia serve --cluster N`: N Rasa servers and M action servers behind nginx."""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Mapping
from pathlib import Path

import typer

from bot.cluster.members import DidNotStart, Members
from bot.cluster.nginx import Nginx, NginxFailed
from bot.commands.paths import PROJECT, state_directory
from bot.commands.processes import Processes, free_port
from bot.commands.train import ensure_model
from bot.notifying.rounds import Rounds


def serve_cluster(
    port: int,
    interface: str,
    rasa: int,
    actions: int,
    model: Path,
    environment: Mapping[str, str],
    arguments: tuple[str, ...],
) -> None:
    """Run until Ctrl-C; SIGHUP trains what changed and exchanges the model, server by server.

    Raises:
        typer.Exit: nginx or a server did not start; said on standard error.
    """
    action_port = free_port()
    settings = {
        **environment,
        "TAGHTIA_ACTION_URL": f"http://127.0.0.1:{action_port}/webhook",
        "TAGHTIA_PROXIES": "1",
        # Rasa asks its tracker store from one thread; PostgreSQL has 100 connections by default.
        "POSTGRESQL_POOL_SIZE": environment.get("POSTGRESQL_POOL_SIZE", "3"),
        "POSTGRESQL_MAX_OVERFLOW": environment.get("POSTGRESQL_MAX_OVERFLOW", "5"),
    }
    folder = state_directory().resolve()
    processes = Processes(folder, settings, PROJECT)
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    nginx = None
    try:
        nginx = Nginx(folder, interface, port, action_port, files)
        members = Members(processes, nginx, folder, arguments)
        members.start(rasa, actions, model)
        typer.echo(f"Taghtia is ready: http://localhost:{port}/")
        _watch(members)
    except (DidNotStart, NginxFailed) as error:
        if isinstance(error, DidNotStart):
            typer.echo(error.log.read_text(errors="replace")[-3000:], err=True)
        typer.echo(f"taghtia: {error}", err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        typer.echo("taghtia: stopping", err=True)
    finally:
        if nginx is not None:
            nginx.stop()
        processes.stop()


def _watch(members: Members) -> None:
    rounds, wanted = Rounds(), False

    def want(*_: object) -> None:
        nonlocal wanted
        wanted = True

    signal.signal(signal.SIGHUP, want)
    while True:
        rounds.go_round_if_due()
        for name in members.replace_ended():
            typer.echo(f"taghtia: {name} ended and was started again", err=True)
        if wanted:
            wanted = False
            _exchange_model(members)
        time.sleep(0.5)


def _exchange_model(members: Members) -> None:
    try:
        model = ensure_model()
        members.exchange_model(model)
    except (DidNotStart, NginxFailed, typer.Exit) as error:
        typer.echo(f"taghtia: the model was not exchanged: {error}", err=True)
    else:
        typer.echo(f"taghtia: now answering with {model.name}", err=True)
