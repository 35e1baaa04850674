"""`taghtia bench`: the assistant's speed and size on this machine."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.bench.default_bot import default_bot as running_default_bot
from bot.bench.figures import Speed
from bot.bench.load import measure_turns
from bot.bench.memory import resident_mib
from bot.bench.messages import questions
from bot.commands.running import RunningAssistant, running_assistant
from bot.commands.train import ensure_model, train_model
from bot.evaluation.parser import load_parser
from eligibility.demo import DEMO_FILE

CROWDS = (1, 8, 32)
WARM_UP = 20


def bench(
    context: typer.Context,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the figures here.")
    ] = None,
    messages: Annotated[int, typer.Option(help="Messages a measurement.")] = 300,
    training: Annotated[bool, typer.Option(help="Train a model too: minutes.")] = True,
    default_bot: Annotated[
        bool, typer.Option(help="Measure the bot of `rasa init` beside it: minutes.")
    ] = True,
) -> None:
    """Latency of understanding and of whole turns, throughput, start-up, training, memory.

    Beside them the floor, understanding alone, and the bot that `rasa init` makes.
    """
    if context.invoked_subcommand:
        return
    parse = load_parser(ensure_model())
    texts = questions(messages * (1 + len(CROWDS)) + WARM_UP)
    figures: dict[str, Any] = {"understanding": _understanding(parse, texts[:messages])}
    _tell("understanding", figures["understanding"])
    with tempfile.TemporaryDirectory() as folder:
        with running_assistant(Path(folder)) as assistant:
            figures |= _serving(assistant, texts[messages:], messages)
        if default_bot:
            figures["default_bot"] = _default_bot(Path(folder), messages)
        if training:
            began = time.perf_counter()
            train_model(Path(folder) / "bench.tar.gz", beginning=None)
            figures["training_seconds"] = round(time.perf_counter() - began, 1)
            typer.echo(f"training: {figures['training_seconds']} s")
    if json_file:
        json_file.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def _understanding(parse: Callable[[str], dict[str, Any]], texts: Sequence[str]) -> dict[str, Any]:
    seconds = []
    for text in texts:
        began = time.perf_counter()
        parse(text)
        seconds.append(time.perf_counter() - began)
    return Speed.of(seconds, sum(seconds)).as_dict()


def _serving(assistant: RunningAssistant, texts: Sequence[str], messages: int) -> dict[str, Any]:
    url = f"{assistant.url}webhooks/rest/webhook"
    figures: dict[str, Any] = {"ready_seconds": round(assistant.seconds, 1)}
    typer.echo(f"ready: {figures['ready_seconds']} s")
    measure_turns(url, texts[:WARM_UP], people=1)
    for number, people in enumerate(CROWDS):
        start = WARM_UP + number * messages
        speed = measure_turns(url, texts[start : start + messages], people).as_dict()
        figures[f"turns_{people}"] = speed
        _tell(f"turns, {people} at once", speed)
    figures["tracking"] = measure_turns(url, _tracking_messages(messages // 3), 1).as_dict()
    _tell("tracking, 1 at once", figures["tracking"])
    figures["resident_mib"] = round(resident_mib(assistant.pid))
    typer.echo(f"memory: {figures['resident_mib']} MiB resident in all processes")
    return figures


def _default_bot(folder: Path, messages: int) -> dict[str, Any]:
    with running_default_bot(folder) as bot:
        figures: dict[str, Any] = {
            "training_seconds": round(bot.training_seconds, 1),
            "ready_seconds": round(bot.ready_seconds, 1),
        }
        typer.echo(
            f"rasa init: trained in {bot.training_seconds:.1f} s, ready in"
            f" {bot.ready_seconds:.1f} s"
        )
        measure_turns(bot.url, bot.said(WARM_UP), people=1)
        for people in CROWDS:
            speed = measure_turns(bot.url, bot.said(messages), people).as_dict()
            figures[f"turns_{people}"] = speed
            _tell(f"rasa init: turns, {people} at once", speed)
        figures["resident_mib"] = round(resident_mib(bot.pid))
        typer.echo(f"rasa init: {figures['resident_mib']} MiB resident")
    return figures


def _tracking_messages(count: int) -> list[str]:
    """Messages with all three identifiers of an invented person."""
    rows = [line.split(",") for line in DEMO_FILE.read_text("utf-8").splitlines()[1:]]
    people = [f"statut de ma demande {cin} {massar} {born}" for cin, massar, born, *_ in rows]
    return [people[number % len(people)] for number in range(count)]


def _tell(name: str, speed: dict[str, Any]) -> None:
    typer.echo(
        f"{name}: p50 {speed['p50_ms']:.1f} ms, p95 {speed['p95_ms']:.1f} ms,"
        f" {speed['per_second']:.1f} a second ({speed['calls']} messages)"
    )
