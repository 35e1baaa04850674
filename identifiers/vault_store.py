"""What a vault needs of the place where its values lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


class VaultUnavailable(RuntimeError):
    """The store does not answer; says which setting names it, and nothing that it holds."""

    def __init__(self, cause: Exception, mend: str) -> None:
        kind = type(cause).__name__
        super().__init__(f"the store at TAGHTIA_VAULT_URL cannot be used ({kind}): {mend}")


@dataclass(frozen=True)
class Entry:
    """One encrypted value; `conversation` is a pseudonym, `reference` that of the placeholder."""

    conversation: str
    reference: str
    kind: str
    ciphertext: str


class VaultStore(Protocol):
    """Keeps entries for a while. Every call is atomic and may raise `VaultUnavailable`."""

    def put(self, entry: Entry, now: datetime, lifetime: timedelta) -> None:
        """Keep an entry until `now + lifetime`."""

    def get(self, conversation: str, reference: str, now: datetime) -> Entry | None:
        """The entry, unless there is none or its time is over."""

    def delete(self, conversation: str) -> int:
        """Delete all entries of a conversation; returns how many there were."""

    def purge(self, now: datetime) -> int:
        """Delete what has expired; returns how many entries that were."""
