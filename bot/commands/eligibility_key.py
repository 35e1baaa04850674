"""`taghtia eligibility rotate-key`."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.stores import ready_store, told_plainly
from eligibility.key_change import Prepared, rotate

# Longer than any look-up lives: the action that asks for it gives up after 8 seconds.
# A look-up on SQLite waits up to 30 seconds for a writer (`eligibility/engine.py`).
GRACE_SECONDS = 35


def rotate_key(
    key_out: Annotated[
        Path | None,
        typer.Option(
            help="Write the keys, the new one last, to this new file and change nothing else: for"
            " TAGHTIA_KEY, and for several machines. Run again without it once all have them."
        ),
    ] = None,
    grace: Annotated[
        float, typer.Option(min=0, help="Seconds that look-ups under way get to end.")
    ] = GRACE_SECONDS,
) -> None:
    """Put all applications under a new key, or finish that; nobody's identifiers are needed."""
    with told_plainly():
        engine = ready_store().engine
        done = rotate(engine, datetime.utcnow(), key_out, lambda: time.sleep(grace))
    if isinstance(done, Prepared):
        typer.echo(
            f"{done.file} holds the keys, the new one last (mode 600). Nothing else has changed."
            f'\nNow, on every machine: TAGHTIA_KEY="$(cat {done.file})", or the file in the place'
            " of TAGHTIA_KEY_FILE; restart the servers.\nThen run"
            " `taghtia eligibility rotate-key` once, and delete the file."
        )
        return
    typer.echo(
        f"{done.applications} application(s) brought to key {done.keys} of {done.keys};"
        " wrong tries and locks forgotten.\nKeep a copy of the keys in a safe place: all of them"
        " are needed. Restart the servers: what waits in the vault is then under the new key, too."
    )
