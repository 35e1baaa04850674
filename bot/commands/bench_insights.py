"""`taghtia bench insights`: what the analytics cost, on simulated conversations."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

import handover.migrations
import insights.migrations
from bot.bench.simulated_helpline import simulate_helpline
from bot.bench.simulated_talks import simulate
from bot.commands.names import names_by_language
from handover import HandoverStore
from insights import InsightsStore
from insights.figures.period import Period
from insights.report.making import make_reports
from knowledge.clock import MOROCCO, today

SEED = 20261127
# Two periods of four weeks, of which the report compares the second one with the first.
DAYS = 56
T = TypeVar("T")


def bench_insights(
    conversations: Annotated[int, typer.Option(help="How many are simulated.")] = 50_000,
    folder: Annotated[
        Path | None, typer.Option("--keep", help="Keep stores and reports in this folder.")
    ] = None,
    server: Annotated[
        str | None, typer.Option(help="An empty database instead of SQLite: postgresql://...")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures too.")] = None,
) -> None:
    """Take simulated conversations in and make the report of them: seconds and memory."""
    with tempfile.TemporaryDirectory() as passing:
        figures = _measure(conversations, folder or Path(passing), server)
    for name, value in figures.items():
        typer.echo(f"{name}: {value}")
    if json_file:
        json_file.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def _measure(conversations: int, folder: Path, server: str | None) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    url = server or f"sqlite:///{folder.resolve() / 'insights.db'}"
    last = today() - timedelta(days=1)
    store, helpline = _stores(url, folder)
    figures = _take_in(store, conversations, last)
    simulate_helpline(helpline, conversations // 25, last, DAYS, SEED)
    seconds, peak, more = _report(url, folder, last)
    figures |= {
        "report_seconds": round(seconds, 1),
        "report_peak_mib": round(peak),
        "report_more_mib": round(more),
        "report_kib": round((folder / "report-fr.html").stat().st_size / 1024),
    }
    if server is None:
        figures["store_mib"] = round((folder / "insights.db").stat().st_size / 2**20, 1)
    return figures


def _take_in(store: InsightsStore, conversations: int, last: date) -> dict[str, Any]:
    first = _midnight(last - timedelta(days=DAYS - 1))
    # Made beforehand: what the simulation itself takes is nobody's cost.
    events = list(simulate(conversations, first, DAYS, SEED))
    seconds, taken = _timed(lambda: store.taking_in.take(events))
    return {
        "conversations": conversations,
        "events": len(events),
        "rows": taken.new,
        "take_in_seconds": round(seconds, 1),
        "events_per_second": round(len(events) / seconds),
    }


def _stores(url: str, folder: Path) -> tuple[InsightsStore, HandoverStore]:
    helpline = f"sqlite:///{folder.resolve() / 'handover.db'}"
    insights.migrations.upgrade(url)
    handover.migrations.upgrade(helpline)
    return InsightsStore.open(url), HandoverStore.open(helpline)


def _report(url: str, folder: Path, last: date) -> tuple[float, float, float]:
    """In a process of its own: seconds, its peak of memory, and how much of it was the report's."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_write_report, (url, folder, last))


def _write_report(url: str, folder: Path, last: date) -> tuple[float, float, float]:
    store, helpline = _stores(url, folder)
    period, names = Period.of_days(DAYS // 2, last), names_by_language()
    before = _peak_mib()
    seconds, reports = _timed(
        lambda: make_reports(store.engine, helpline.figures, period, names, today())
    )
    for language, html in reports.items():
        (folder / f"report-{language}.html").write_text(html, encoding="utf-8")
    return seconds, _peak_mib(), _peak_mib() - before


def _timed(deed: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    done = deed()
    return time.perf_counter() - began, done


def _peak_mib() -> float:
    # Unlike what getrusage tells, it does not remember the process that this one was forked from.
    status = Path("/proc/self/status").read_text()
    (line,) = [one for one in status.splitlines() if one.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


def _midnight(day: date) -> datetime:
    return datetime.combine(day, clock_time(), MOROCCO)
