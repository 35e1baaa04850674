"""`taghtia bench servers`: what one more Rasa server adds, on the stores of the environment."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.bench.load import measure_turns
from bot.bench.messages import questions
from bot.cluster.settings import check_shared
from bot.commands.running import running_assistant

WARM_UP = 40


def bench_servers(
    most: Annotated[int, typer.Option(min=2, help="Measure one server, two, … so many.")] = 2,
    messages: Annotated[int, typer.Option(help="Messages a measurement.")] = 600,
    people: Annotated[int, typer.Option(help="How many talk at once.")] = 32,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the figures here.")
    ] = None,
) -> None:
    """Messages a second behind nginx with one Rasa server, two and more: `serve --cluster`."""
    try:
        check_shared()
    except ValueError as error:
        typer.echo(f"taghtia: {error}", err=True)
        raise typer.Exit(1) from None
    figures: list[dict[str, Any]] = []
    for servers in range(1, most + 1):
        figures.append({"servers": servers, **_measure(servers, messages, people)})
        one, speed = figures[0]["per_second"], figures[-1]
        figures[-1]["efficiency"] = round(speed["per_second"] / (servers * one), 2)
        typer.echo(
            f"{servers} server(s): {speed['per_second']:.1f} messages a second, p50"
            f" {speed['p50_ms']:.0f} ms, p95 {speed['p95_ms']:.0f} ms, efficiency"
            f" {speed['efficiency']:.2f}"
        )
    if json_file:
        json_file.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _measure(servers: int, messages: int, people: int) -> dict[str, float]:
    texts = questions(WARM_UP + messages)
    options = ("--cluster", str(servers), "--actions", str(servers))
    with (
        tempfile.TemporaryDirectory() as folder,
        running_assistant(Path(folder), *options) as assistant,
    ):
        url = f"{assistant.url}webhooks/rest/webhook"
        measure_turns(url, texts[:WARM_UP], people)
        return measure_turns(url, texts[WARM_UP:], people).as_dict()
