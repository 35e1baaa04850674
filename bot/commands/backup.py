"""`taghtia backup` and `taghtia restore`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.backup.making import keep_newest, make_backup
from bot.backup.restoring import check_backup, restore_backup, rows_here
from bot.backup.stores import CannotBackUp
from identifiers.key_file import create_key_file
from identifiers.keys import KeyChain


def backup(
    folder: Annotated[Path, typer.Argument(help="Where a new folder with the copy is made.")],
    keep: Annotated[
        int | None, typer.Option(min=1, help="Delete all but so many copies in that folder.")
    ] = None,
    key_out: Annotated[
        Path | None,
        typer.Option(help="Also write the keys to this new file; keep it in another place."),
    ] = None,
) -> None:
    """Copy every store while the servers run: applications, hand-overs, messages, conversations."""
    with told_plainly():
        made = make_backup(folder, datetime.now(timezone.utc).replace(tzinfo=None))
        size = sum(one.stat().st_size for one in made.iterdir())
        typer.echo(f"{made}: {size / (1 << 20):.1f} MiB")
        for old in keep_newest(folder, keep) if keep else []:
            typer.echo(f"deleted {old}")
        _tell_of_the_key(key_out)


def restore(
    folder: Annotated[Path, typer.Argument(help="A folder that `taghtia backup` made.")],
    yes: Annotated[bool, typer.Option("--yes", help="Replace what is there, unasked.")] = False,
) -> None:
    """Put a copy in the place of what the stores hold. Stop the servers first."""
    with told_plainly():
        made_at = check_backup(folder).made_at
        there = sum(count for rows in rows_here().values() for count in rows.values())
        if there and not yes:
            typer.confirm(f"Replace {there} row(s) by the copy of {made_at} (UTC)?", abort=True)
        for store, rows in restore_backup(folder).items():
            typer.echo(f"{store}: {sum(rows.values())} row(s) in {len(rows)} table(s)")
    typer.echo("Restored. Identifiers that waited in the vault are asked for again.")


@contextmanager
def told_plainly() -> Iterator[None]:
    """What an operator can mend ends the command with a sentence, not with a traceback."""
    try:
        yield
    except (CannotBackUp, OSError, ValueError) as error:
        reason = str(error)
    except SQLAlchemyError as error:
        # SQLAlchemy's own text would add the statement.
        cause = error.orig if isinstance(error, DBAPIError) else error
        reason = f"a database failed: {str(cause).strip().splitlines()[0]}"
    else:
        return
    typer.echo(f"taghtia: {reason}", err=True)
    raise typer.Exit(1)


def _tell_of_the_key(key_out: Path | None) -> None:
    chain = KeyChain.from_environment()
    if key_out is not None:
        if not create_key_file(key_out, chain.encode()):
            raise CannotBackUp(f"{key_out} is there already: name a new file")
        typer.echo(f"{key_out} holds the keys (mode 600): keep it apart from the copies.")
        return
    origin = chain.file or "TAGHTIA_KEY"
    typer.echo(
        f"The keys ({origin}) are not in it, and without them nobody in it can be found: "
        "keep a copy of them in another place (--key-out FILE)."
    )
