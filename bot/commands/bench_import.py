"""`taghtia bench import`: how fast deliveries come in, and how long look-ups wait meanwhile."""

from __future__ import annotations

import json
import multiprocessing
import resource
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.bench.people import identifiers, write_delivery
from bot.commands.import_floor import floor_seconds
from eligibility.engine import engine_for
from eligibility.importing import import_delivery
from eligibility.migrations import upgrade
from eligibility.person import Digests, Identity
from eligibility.store import EligibilityStore

KEY = b"only for this benchmark's people"
CHANGED = 0.1
PAUSE_SECONDS = 0.02


def bench_import(
    rows: Annotated[int, typer.Option(help="Applications in the delivery.")] = 1_000_000,
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
    """A first delivery, the same again, one that changes every tenth state; the floor beside."""
    figures: dict[str, Any] = {"rows": rows}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with _database(server, folder) as url:
            figures["floor_seconds"] = round(floor_seconds(url, folder, rows), 1)
            typer.echo(f"floor: {figures['floor_seconds']} s")
        figures["digest_seconds"] = round(_digest_seconds(rows), 1)
        typer.echo(f"digests alone: {figures['digest_seconds']} s")
        write_delivery(folder / "first.csv", rows)
        write_delivery(folder / "changed.csv", rows, CHANGED)
        with _database(server, folder) as url:
            upgrade(url)
            for step, file in (("first", "first"), ("again", "first"), ("changed", "changed")):
                figures[step] = _measured_import(url, folder / f"{file}.csv", rows)
                typer.echo(f"{step}: {json.dumps(figures[step])}")
    if json_file:
        json_file.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def _measured_import(url: str, path: Path, rows: int) -> dict[str, float]:
    """Import in a process of its own, while this one looks people up."""
    store = EligibilityStore(url, Digests(KEY))
    waits = [0.0]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        result = pool.apply_async(_import, (url, path))
        while not result.ready():
            waits.append(_look_up(store, len(waits) % rows))
            time.sleep(PAUSE_SECONDS)
        figures = result.get()
    figures["rows_a_second"] = round(rows / figures["seconds"])
    figures["longest_look_up_seconds"] = round(max(waits), 2)
    return figures


def _import(url: str, path: Path) -> dict[str, float]:
    before = _peak_mib()
    began, began_cpu = time.perf_counter(), time.process_time()
    report = import_delivery(EligibilityStore(url, Digests(KEY)), path)
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "cpu_seconds": round(time.process_time() - began_cpu, 1),
        "peak_mib": _peak_mib(),
        "peak_mib_before": before,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
    }


def _peak_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _look_up(store: EligibilityStore, number: int) -> float:
    """Seconds of a look-up by somebody who has not asked before."""
    began = time.perf_counter()
    store.look_up(Identity(*identifiers(number)), uuid.uuid4().hex, datetime.now(timezone.utc))
    return time.perf_counter() - began


def _digest_seconds(rows: int) -> float:
    digests = Digests(KEY)
    people = [Identity(*identifiers(number)) for number in range(min(rows, 100_000))]
    began = time.perf_counter()
    for person in people:
        digests.person(person)
    return (time.perf_counter() - began) * rows / len(people)


@contextmanager
def _database(server: str | None, folder: Path) -> Iterator[str]:
    """The address of a new, empty database that is removed afterwards."""
    name = f"taghtia_bench_{uuid.uuid4().hex[:8]}"
    if server is None:
        yield f"sqlite:///{folder / name}.db"
        engine_for(f"sqlite:///{folder / name}.db").dispose()
        (folder / f"{name}.db").unlink()
        return
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    administration = create_engine(server, isolation_level="AUTOCOMMIT", future=True)
    with administration.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            yield url
        finally:
            engine_for(url).dispose()
            connection.execute(text(f"DROP DATABASE {name}"))
