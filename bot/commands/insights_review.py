"""`taghtia insights review`: the editor's page, on this machine only."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from bot.commands.data import evaluation_lines, intents_said_by_people
from bot.commands.insights import ready_insights
from bot.commands.names import names_by_language
from bot.commands.processes import free_port, is_taken
from bot.evaluation.additions import TrainingFiles
from bot.evaluation.examples import NLU_DATA
from bot.review.session import ReviewSession
from bot.review.site import ReviewSite
from bot.understanding.encoder import encode
from insights.review.candidates import find_candidates
from insights.review.grouping import group


def review(
    days: Annotated[int, typer.Option(help="Of how many days.")] = 14,
    most: Annotated[int, typer.Option(help="How many messages at most, the newest.")] = 200,
    port: Annotated[int, typer.Option(help="Port of the page; 0 for any free one.")] = 0,
) -> None:
    """Look through messages that were not answered well, and teach the assistant with them."""
    if port and is_taken(port):
        typer.echo(f"taghtia: port {port} is in use; choose another with --port", err=True)
        raise typer.Exit(1)
    store = ready_insights()
    candidates = find_candidates(store.engine, days, most)
    if not candidates:
        typer.echo(f"nothing to look through in the last {days} days")
        return
    typer.echo(f"{len(candidates)} messages: putting like ones together ...", err=True)
    files = TrainingFiles(NLU_DATA, evaluation_lines())
    intents = frozenset(intents_said_by_people())
    session = ReviewSession(store, files, group(candidates, encode), intents)
    _serve(ReviewSite(session, named_intents(intents)), port or free_port())
    _tell(session)


def named_intents(intents: frozenset[str]) -> list[dict[str, str]]:
    """The intents with what their topics are called, where they are."""
    names = names_by_language()
    return [
        {"name": intent, **{language: names[language].get(intent, "") for language in names}}
        for intent in sorted(intents)
    ]


def _serve(site: ReviewSite, port: int) -> None:
    typer.echo(f"open http://127.0.0.1:{port}/?token={site.token} and end with Ctrl-C")
    app = site.app()
    app.run("127.0.0.1", port, access_log=False, motd=False)


def _tell(session: ReviewSession) -> None:
    counts = Counter(decision.value for decision in session.done)
    typer.echo(", ".join(f"{count} {name}" for name, count in counts.items()) or "nothing decided")
    if counts["accepted"] or counts["changed"]:
        typer.echo("next: bin/taghtia data check, then bin/taghtia insights publish")
