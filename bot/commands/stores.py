"""The eligibility store as commands open it, and what they say when that fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from eligibility.generations import KeyMismatch, count_older
from eligibility.key_change import CannotRotate
from eligibility.migrations import upgrade
from eligibility.store import EligibilityStore, database_url


def ready_store() -> EligibilityStore:
    """The store of the environment, at the newest migration.

    Raises:
        typer.Exit: its settings are wrong; said on standard error.
    """
    try:
        upgrade(database_url())
        return EligibilityStore.from_environment()
    except ValueError as error:
        raise _ended(str(error)) from None


def tell_unfinished_rotation(store: EligibilityStore) -> None:
    """Say so if there are digests of an older key; people are found all the same.

    Raises:
        KeyMismatch: there are digests under a key that is not at hand.
    """
    with store.engine.connect() as connection:
        older = count_older(connection, store.digests)
    if older:
        typer.echo(
            f"taghtia: {older} application(s) are under an older key: a rotation was begun and not"
            " finished; run `taghtia eligibility rotate-key`",
            err=True,
        )


@contextmanager
def told_plainly() -> Iterator[None]:
    """What an operator can mend ends the command with a sentence, not with a traceback."""
    try:
        yield
    except (KeyMismatch, CannotRotate, OSError) as error:
        raise _ended(str(error)) from None
    except SQLAlchemyError as error:
        # SQLAlchemy's own text would add the statement.
        cause = error.orig if isinstance(error, DBAPIError) else error
        reason = str(cause).strip().split("\n", 1)[0]
        raise _ended(f"the eligibility store failed: {reason}; see TAGHTIA_DATABASE_URL") from None


def _ended(message: str) -> typer.Exit:
    typer.echo(f"taghtia: {message}", err=True)
    return typer.Exit(1)
