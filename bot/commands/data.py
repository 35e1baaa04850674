"""`taghtia data …`: the training and evaluation messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from bot.commands.paths import PROJECT
from bot.evaluation.data_checks import check_examples, coverage
from bot.evaluation.entity_checks import check_entities
from bot.evaluation.examples import VARIETIES, read_examples
from bot.evaluation.leakage import check_leakage
from bot.evaluation.lines import EvaluationFileError, read_lines

EVALUATION_DATA = PROJECT / "tests" / "data"
# Said by the gate or by buttons, never by a person.
NOT_SAID = ("message_", "action_", "confirm_", "leave_queue", "request_call_back")

app = typer.Typer(help="The training and evaluation messages.", no_args_is_help=True)


@app.command("check")
def check(
    table: Annotated[bool, typer.Option(help="Print how many there are of each kind.")] = True,
) -> None:
    """Find near copies, wrong scripts, gaps, wrong entities, and messages shared by two files."""
    examples = read_examples()
    if table:
        _print_coverage(coverage(examples))
    problems = [*check_examples(examples, intents_said_by_people())]
    evaluation = evaluation_lines()
    problems += check_leakage(examples, evaluation)
    for name, lines in evaluation.items():
        problems += check_entities(name, lines)
    for problem in problems:
        typer.echo(str(problem), err=True)
    typer.echo(f"{len(examples)} examples, {len(problems)} problem(s)")
    if problems:
        raise typer.Exit(1)


@app.command("suspects")
def suspects(
    most: Annotated[int, typer.Option(help="How many to print.")] = 100,
) -> None:
    """Print the examples whose label cross-validation contradicts, surest first (minutes)."""
    from bot.evaluation.suspects import find_suspects

    for suspect in find_suspects(read_examples(), most):
        example = suspect.example
        typer.echo(
            f"{example.file.name}:{example.line}: {example.intent} {suspect.label_share:.2f}"
            f" or {suspect.proposed} {suspect.proposed_share:.2f}? {example.text}"
        )


def intents_said_by_people() -> set[str]:
    """The domain's intents that a message can have."""
    domain = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    return {name for name in domain["intents"] if not name.startswith(NOT_SAID)}


def evaluation_lines(directory: Path = EVALUATION_DATA) -> dict[str, list[dict[str, Any]]]:
    """File name to the lines of each evaluation file whose lines say their intent, or two.

    A file about places says none: names come from the knowledge base, no example teaches them.
    """
    try:
        read = {
            file.name: list(read_lines(file, ("text", "variety")))
            for file in sorted(directory.glob("*.jsonl"))
        }
    except EvaluationFileError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    return {name: lines for name, lines in read.items() if _say_their_intent(lines)}


def _say_their_intent(lines: Iterable[Mapping[str, Any]]) -> bool:
    return all("intent" in line or "intents" in line for line in lines)


def _print_coverage(counts: dict[tuple[str, str, int], int]) -> None:
    typer.echo(f"{'intent':26}" + "".join(f"{variety:>18}" for variety in VARIETIES) + "   (words)")
    typer.echo(f"{'':26}" + f"{'<4  <9 <21  21+':>18}" * len(VARIETIES))
    for intent in sorted({intent for intent, _, _ in counts}):
        cells = "".join(
            "  " + "".join(f"{counts.get((intent, v, length), 0):4}" for length in range(4))
            for v in VARIETIES
        )
        typer.echo(f"{intent:26}{cells}")
    totals = Counter({v: sum(n for (_, w, _), n in counts.items() if w == v) for v in VARIETIES})
    typer.echo(f"{'all':26}" + "".join(f"{totals[variety]:18}" for variety in VARIETIES))
