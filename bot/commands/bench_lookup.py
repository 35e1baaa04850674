"""`taghtia bench lookup`: how fast a person is found, and whether time tells who is there."""

from __future__ import annotations

import json
import random
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import insert, text

from bot.bench.figures import Speed
from bot.bench.people import identifiers
from bot.bench.timing import Difference
from bot.commands.bench_database import empty_database
from eligibility.migrations import upgrade
from eligibility.models import ApplicationRow, Delivery, StatusChange
from eligibility.outcome import Found, NotFound
from eligibility.person import Digests, Identity
from eligibility.store import EligibilityStore

KEY = b"only for this benchmark's people"
SEED = 20261126
ROWS_AT_ONCE = 20_000
WARM_UP = 50
# Each asks for another person than the one that is there; "unknown" for nobody at all.
WRONG: dict[str, Callable[[Identity], Identity]] = {
    "unknown": lambda one: Identity(f"QQ{one.cin[2:]}", f"Q{one.massar_code[1:]}", one.birth_date),
    "wrong_birth_date": lambda one: replace(one, birth_date=one.birth_date + timedelta(days=1)),
    "wrong_cin": lambda one: replace(one, cin=f"YY{one.cin[2:]}"),
    "wrong_massar_code": lambda one: replace(one, massar_code=f"Y{one.massar_code[1:]}"),
}


def bench_lookup(
    rows: Annotated[int, typer.Option(help="Applications in the store.")] = 1_000_000,
    calls: Annotated[int, typer.Option(help="Look-ups of each kind.")] = 2_000,
    server: Annotated[
        str | None,
        typer.Option(
            help="A PostgreSQL database, such as postgresql://USER@HOST/NAME: a database of this"
            " benchmark's own is made beside it and removed. Without it SQLite is measured."
        ),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the figures here.")
    ] = None,
) -> None:
    """Look-ups of people who are there and who are not, in turn, each from a sender of its own."""
    with tempfile.TemporaryDirectory() as folder, empty_database(server, Path(folder)) as url:
        upgrade(url)
        store = EligibilityStore(url, Digests(KEY))
        _fill(store, rows)
        seconds = _measure(store, rows, calls)
    figures: dict[str, Any] = {"rows": rows}
    for kind, taken in seconds.items():
        figures[kind] = Speed.of(taken, sum(taken)).as_dict()
        typer.echo(f"{kind}: {json.dumps(figures[kind])}")
    for kind in list(WRONG)[1:]:
        name = f"{kind}_against_unknown"
        figures[name] = Difference.of(seconds[kind], seconds["unknown"]).as_dict()
        typer.echo(f"{name}: {json.dumps(figures[name])}")
    if json_file:
        json_file.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def _measure(store: EligibilityStore, rows: int, calls: int) -> dict[str, list[float]]:
    """Seconds of each look-up by its kind; the kinds take turns, in another order each time."""
    order = random.Random(SEED)
    kinds: dict[str, Callable[[Identity], Identity]] = {"found": lambda one: one, **WRONG}
    seconds: dict[str, list[float]] = {kind: [] for kind in kinds}
    for call in range(-WARM_UP, calls):
        turn = list(kinds)
        order.shuffle(turn)
        for kind in turn:
            asked = kinds[kind](Identity(*identifiers(order.randrange(rows))))
            taken = _look_up(store, asked, found=kind == "found")
            if call >= 0:
                seconds[kind].append(taken)
    return seconds


def _look_up(store: EligibilityStore, identity: Identity, found: bool) -> float:
    sender, now = uuid.uuid4().hex, datetime.now(timezone.utc)
    began = time.perf_counter()
    outcome = store.look_up(identity, sender, now)
    taken = time.perf_counter() - began
    if not isinstance(outcome, Found if found else NotFound):
        raise RuntimeError(f"a look-up answered {type(outcome).__name__}: the figures mean nothing")
    return taken


def _fill(store: EligibilityStore, rows: int) -> None:
    """One application a person, with one state, as a first delivery leaves them."""
    with store.engine.begin() as connection:
        connection.execute(
            insert(Delivery),
            {"id": 1, "name": "bench", "digest": "", "imported_at": datetime.now()},
        )
    with typer.progressbar(range(0, rows, ROWS_AT_ONCE), label="applications") as starts:
        for start in starts:
            numbers = range(start, min(start + ROWS_AT_ONCE, rows))
            with store.engine.begin() as connection:
                connection.execute(insert(ApplicationRow), [_row(store, n) for n in numbers])
                connection.execute(insert(StatusChange), [_change(n) for n in numbers])
    with store.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def _row(store: EligibilityStore, number: int) -> dict[str, Any]:
    at = _state_began(number)
    return {
        "id": number + 1,
        "person_digest": store.digests.person(Identity(*identifiers(number))),
        "key_id": store.digests.key_id,
        "academic_year": "2026-2027",
        "university": "UM5",
        "status": "declared",
        "since": at,
        "updated_at": at,
        "delivery_id": 1,
    }


def _change(number: int) -> dict[str, Any]:
    at = _state_began(number)
    return {"application_id": number + 1, "delivery_id": 1, "status": "declared", "at": at}


def _state_began(number: int) -> datetime:
    return datetime.combine(date(2026, 10, 1) + timedelta(days=number % 28), datetime.min.time())
