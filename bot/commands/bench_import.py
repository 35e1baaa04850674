"""`taghtia bench import`: how fast deliveries come in, and how long look-ups wait meanwhile."""

from __future__ import annotations

import json
import multiprocessing
import resource
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.exc import OperationalError

from bot.bench.people import identifiers, write_delivery
from bot.commands.bench_database import empty_database
from bot.commands.import_floor import floor_seconds
from eligibility.importing import import_delivery
from eligibility.migrations import upgrade
from eligibility.person import Digests, Identity
from eligibility.rotation import renew_digests
from eligibility.store import EligibilityStore

KEYS = (b"only for this benchmark's people", b"the second key of the benchmark.")
CHANGED = 0.1
PAUSE_SECONDS = 0.02
_MOST_DIGESTS = 100_000
# File, and what stands in it by then: nothing of it, all, all but every tenth state.
_STEPS = {"first": "first.csv", "again": "first.csv", "changed": "changed.csv"}


def bench_import(
    rows: Annotated[int, typer.Option(min=1, help="Applications in the delivery.")] = 1_000_000,
    server: Annotated[
        str | None,
        typer.Option(
            help="A PostgreSQL database, such as postgresql://USER@HOST/NAME: databases of this"
            " benchmark's own are made beside it and removed. Without it SQLite is measured."
        ),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the figures here.")
    ] = None,
) -> None:
    """A first delivery, the same again, one that changes every tenth state, a rotation."""
    figures: dict[str, Any] = {"rows": rows, "digests": {"seconds": _digest_seconds(rows)}}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_delivery(folder / "first.csv", rows)
        write_delivery(folder / "changed.csv", rows, CHANGED)
        with empty_database(server, folder) as url:
            figures["floor"] = {"seconds": round(floor_seconds(url, folder, rows), 1)}
        for step in ("digests", "floor"):
            typer.echo(f"{step}: {json.dumps(figures[step])}")
        with empty_database(server, folder) as url:
            upgrade(url)
            for step, file in _STEPS.items():
                figures[step] = _measured(url, rows, _import, folder / file)
                typer.echo(f"{step}: {json.dumps(figures[step])}")
            figures["rotation"] = _measured(url, rows, _rotate)
            typer.echo(f"rotation: {json.dumps(figures['rotation'])}")
    if json_file:
        json_file.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def _measured(
    url: str, rows: int, work: Callable[..., dict[str, int]], *arguments: Path
) -> dict[str, float]:
    """Do the work in a process of its own, while this one looks people up."""
    store = EligibilityStore(url, Digests(*KEYS))
    waits, refused = [0.0], 0
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        result = pool.apply_async(_timed, (work, url, *arguments))
        while not result.ready():
            try:
                waits.append(_look_up(store, len(waits) % rows))
            except OperationalError:
                refused += 1  # a student would read that it cannot be reached now
            time.sleep(PAUSE_SECONDS)
        figures: dict[str, float] = result.get()
    figures["rows_a_second"] = round(rows / figures["seconds"])
    figures["longest_look_up_seconds"] = round(max(waits), 2)
    figures["look_ups_refused"] = refused
    return figures


def _timed(work: Callable[..., dict[str, int]], url: str, *arguments: Path) -> dict[str, float]:
    """Times are of the wall and of this process; on PostgreSQL the server's come on top."""
    before = _peak_mib()
    began, began_cpu = time.perf_counter(), time.process_time()
    counts = work(url, *arguments)
    return {
        "seconds": round(time.perf_counter() - began, 2),
        "cpu_seconds": round(time.process_time() - began_cpu, 2),
        "peak_mib": _peak_mib(),
        "peak_mib_before": before,
        **counts,
    }


def _import(url: str, path: Path) -> dict[str, int]:
    report = import_delivery(EligibilityStore(url, Digests(KEYS[0])), path)
    return {"added": report.added, "changed": report.changed, "unchanged": report.unchanged}


def _rotate(url: str) -> dict[str, int]:
    store = EligibilityStore(url, Digests(*KEYS))
    return {"renewed": renew_digests(store.engine, store.digests, datetime.utcnow())}


def _peak_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _look_up(store: EligibilityStore, number: int) -> float:
    """Seconds of a look-up by somebody who has not asked before."""
    began = time.perf_counter()
    store.look_up(Identity(*identifiers(number)), uuid.uuid4().hex, datetime.now(timezone.utc))
    return time.perf_counter() - began


def _digest_seconds(rows: int) -> float:
    """What the keyed digests of so many people cost alone."""
    digests = Digests(KEYS[0])
    people = [Identity(*identifiers(number)) for number in range(min(rows, _MOST_DIGESTS))]
    began = time.perf_counter()
    for person in people:
        digests.person(person)
    return round((time.perf_counter() - began) * rows / len(people), 2)
