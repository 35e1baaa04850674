"""What editors decided on messages: kept without the words, which may soon be deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import Enum

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from identifiers.database import now, reading, upsert
from insights.database import writing
from insights.tables import decisions


class Decision(str, Enum):
    """What becomes of a message.

    `accepted`: an example of the proposed intent; `changed`: of another one, or in other words;
    `rejected`: teaches nothing; `need`: a wish for which there is no intent, named by a word;
    `copy`: as good as an example that there is.
    """

    ACCEPTED = "accepted"
    CHANGED = "changed"
    REJECTED = "rejected"
    NEED = "need"
    COPY = "copy"


def decide(engine: Engine, keys: Sequence[str], decision: Decision, intent: str | None) -> None:
    """Keep a decision on messages; a later one takes its place.

    Args:
        intent: that they are examples of, or the name of a need; 60 characters at most.
    """
    newer = {"decision": decision.value, "intent": intent, "at": now()}
    with writing(engine) as connection:
        kept = upsert(connection, decisions).on_conflict_do_update(
            index_elements=["message"], set_=newer
        )
        connection.execute(kept, [{"message": key, **newer} for key in keys])


def needs(engine: Engine) -> Counter[str]:
    """New needs by name: how many messages asked for each."""
    counted = select(decisions.c.intent, func.count()).group_by(decisions.c.intent)
    with reading(engine) as connection:
        rows = connection.execute(counted.where(decisions.c.decision == Decision.NEED.value))
        return Counter({str(name): int(count) for name, count in rows})
