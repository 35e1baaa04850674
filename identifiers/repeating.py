"""Transactions that a restart of the database server cut are done again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError

Given = ParamSpec("Given")
Found = TypeVar("Found")


def repeated_when_cut(transaction: Callable[Given, Found]) -> Callable[Given, Found]:
    """Call once more what failed because its connection ended, on a new connection.

    `pool_pre_ping` finds what was cut before a transaction began, and nothing finds what is cut in
    its middle. The pool forgets its other connections too, and a new one waits until the server
    is back (`identifiers.patience`).

    Args:
        transaction: the server undoes what it had done so far. Cut while it was committed, it may
            be done twice: that must do no harm.
    """

    @wraps(transaction)
    def calling(*given: Given.args, **named: Given.kwargs) -> Found:
        try:
            return transaction(*given, **named)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return transaction(*given, **named)

    return calling
