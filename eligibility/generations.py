"""Which generations of the key the store's applications are under."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from eligibility.models import ApplicationRow
from eligibility.person import Digests


class KeyMismatch(Exception):
    """The store and the key do not belong together as they are; says how to mend it."""


def count_older(connection: Any, digests: Digests) -> int:
    """How many applications wait for a rotation to be finished.

    Raises:
        KeyMismatch: there are applications under a key that is not at hand.
    """
    counts = _counts(connection)
    unknown = {key_id: n for key_id, n in counts.items() if key_id not in digests.key_ids}
    if unknown:
        raise KeyMismatch(
            f"{sum(unknown.values())} application(s) were stored under a key that is not at hand"
            f" (key id {', '.join(sorted(unknown))}; at hand: {', '.join(digests.key_ids)})."
            " Put the right key back: TAGHTIA_KEY, or TAGHTIA_KEY_FILE (by default taghtia.key in"
            " TAGHTIA_STATE), all its lines in their order; without it nobody is found"
        )
    return sum(counts.values()) - counts.get(digests.key_id, 0)


def refuse_older(connection: Any, digests: Digests) -> None:
    """Nothing may be stored beside digests of an older generation: a person would be there twice.

    Raises:
        KeyMismatch: there are some, or some of an unknown one.
    """
    older = count_older(connection, digests)
    if older:
        raise KeyMismatch(
            f"{older} application(s) are still under an older key: a rotation was begun and not"
            " finished. Run `taghtia eligibility rotate-key`, then this again"
        )


def _counts(connection: Any) -> dict[str, int]:
    key_id = ApplicationRow.key_id
    return dict(connection.execute(select(key_id, func.count()).group_by(key_id)).all())
