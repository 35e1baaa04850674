"""`taghtia evaluate …`: figures on labelled files.

What needs Rasa is imported where it is used: other commands start without it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands.train import ensure_model
from bot.evaluation.lines import EvaluationFileError, read_lines
from bot.evaluation.parser import load_parser
from bot.evaluation.places import evaluate_places
from bot.understanding.misspelling import HABITS, STROKES, noisy
from knowledge import load_knowledge

app = typer.Typer(help="Figures on labelled files.", no_args_is_help=True)
FileArgument = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON lines.")]
JsonOption = Annotated[Path | None, typer.Option("--json", help="Write the figures here too.")]


@app.command("nlu")
def nlu(file: FileArgument, json_file: JsonOption = None) -> None:
    """Intents, varieties, out-of-scope messages and entities, through the gate and the model."""
    from bot.evaluation.nlu import predict, summarise

    lines = lines_of(file, ("text", "intent", "variety"))
    predictions = predict(load_parser(ensure_model()), lines)
    summary = summarise(predictions)
    if json_file:
        rows = [
            {
                "text": p.text,
                "intent": p.intent,
                "predicted": p.predicted,
                "confidence": p.confidence,
                "language": p.language,
                "variety": p.variety,
                "asked": list(p.asked),
                "entities": [{"entity": e, "value": v} for e, v in p.entities],
            }
            for p in predictions
        ]
        _write(json_file, {"summary": summary, "predictions": rows})
    _print(summary)


@app.command("noise")
def noise(file: FileArgument, json_file: JsonOption = None) -> None:
    """What spelling mistakes, one edit in ten characters, cost in accuracy."""
    from bot.evaluation.nlu import predict, summarise

    lines = lines_of(file, ("text", "intent", "variety"))
    parse = load_parser(ensure_model())
    accuracy = {"clean": summarise(predict(parse, lines))["accuracy"]}
    for kind in (None, *STROKES, *HABITS):
        changed = [{**line, "text": noisy(line["text"], kind)} for line in lines]
        accuracy[kind or "mixed"] = summarise(predict(parse, changed))["accuracy"]
    if json_file:
        _write(json_file, accuracy)
    for name, value in accuracy.items():
        typer.echo(f"{name:14} {value:.3f}  {value - accuracy['clean']:+.3f}")


@app.command("wishes")
def wishes(file: FileArgument, json_file: JsonOption = None) -> None:
    """Messages with two wishes, or one: lines {"text", "intents": [...]}."""
    from bot.evaluation.wishes import evaluate_wishes

    summary = evaluate_wishes(load_parser(ensure_model()), lines_of(file, ("text",)))
    if json_file:
        _write(json_file, summary)
    typer.echo(json.dumps(summary))


@app.command("places")
def places(file: FileArgument, json_file: JsonOption = None) -> None:
    """The nearest office from what people write; the last line is the summary."""
    result = evaluate_places(load_knowledge(), lines_of(file, ("text",)))
    for wrong in result["wrong"]:
        typer.echo(f"wrong: {wrong['text']} -> {wrong['answered']} (not {wrong['expected']})")
    if json_file:
        _write(json_file, result)
    figures = {name: result[name] for name in ("lines", "right", "asked_back")}
    typer.echo(json.dumps({**figures, "wrong": len(result["wrong"])}))


def lines_of(file: Path, required: tuple[str, ...]) -> list[dict[str, Any]]:
    try:
        return list(read_lines(file, required))
    except EvaluationFileError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _print(summary: dict[str, Any]) -> None:
    for name, value in summary.items():
        if name == "confusions":
            for confusion in value:
                typer.echo("{count:4}  {intent} -> {predicted}".format(**confusion))
        elif isinstance(value, dict):
            typer.echo(f"{name}: " + ", ".join(f"{k} {v:.3f}" for k, v in value.items()))
        else:
            typer.echo(f"{name}: {value:.3f}" if isinstance(value, float) else f"{name}: {value}")


def _write(file: Path, content: dict[str, Any]) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
