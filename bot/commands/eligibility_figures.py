"""`taghtia eligibility stats`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import typer

from bot.commands.stores import ready_store, told_plainly
from eligibility.statistics import DAYS, LATEST, read_statistics, shown


def stats() -> None:
    """What the store holds: counts, never persons; fewer than 5 are shown as "<5"."""
    with told_plainly():
        figures = read_statistics(ready_store().engine, datetime.utcnow())
    _table("applications by academic year", figures.by_year.items())
    _table("by university", figures.by_university.items())
    _table("by state", figures.by_status.items())
    deliveries = ((f"{name}, {_time(at)}", n) for (name, at), n in figures.by_delivery.items())
    _table(f"by delivery (the latest {LATEST} that applications rest on)", deliveries)
    typer.echo(f"newest data: {_time(figures.newest) if figures.newest else 'none'}")
    typer.echo(f"wrong tries held: {shown(figures.wrong_tries)}")
    typer.echo(f"locks held: {shown(figures.locks)}")
    days = ((f"{day}, {outcome}", n) for (day, outcome), n in figures.lookups.items())
    _table(f"look-ups of the last {DAYS} days (UTC)", days)
    done = ((f"{_time(at)}, {action}", n) for at, action, n in figures.maintenance)
    _table(f"maintenance (the latest {LATEST}; applications concerned)", done)


def _table(title: str, rows: Iterable[tuple[str, int]]) -> None:
    typer.echo(title)
    lines = [f"  {name}: {shown(count)}" for name, count in rows]
    typer.echo("\n".join(lines or ["  none"]))


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
