"""Which databases there are to back up."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import URL, make_url

from bot.outbox.database import outbox_url
from eligibility.engine import database_url
from handover.database import handover_url
from identifiers.state import database_address, sqlite_file

# The vault's own table, wherever it lies: what is deleted in half an hour is in no copy.
VAULT_TABLE = "held_identifiers"


class CannotBackUp(RuntimeError):
    """What an operator has to mend before there is a copy, or before one is put back."""


@dataclass(frozen=True)
class Database:
    """One database and the stores that lie in it."""

    url: URL
    stores: tuple[str, ...]

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return str(self.url.get_backend_name())

    @property
    def name(self) -> str:
        """Of its files in a copy."""
        return self.stores[0]


def databases() -> list[Database]:
    """Every database that the environment names, each once.

    Raises:
        CannotBackUp: one is neither a SQLite file nor on PostgreSQL.
        ValueError: a variable holds no address.
    """
    urls = {
        "eligibility": database_url(),
        "handover": handover_url(),
        "outbox": outbox_url(),
        "conversations": database_address("TAGHTIA_TRACKER_URL", "tracker.db"),
    }
    by_url: dict[str, list[str]] = {}
    for store, url in urls.items():
        by_url.setdefault(url, []).append(store)
    found = [Database(make_url(url), tuple(stores)) for url, stores in by_url.items()]
    for one in found:
        if one.kind != "postgresql" and sqlite_file(one.url) is None:
            raise CannotBackUp(
                f"the {one.name} store is neither a SQLite file nor on PostgreSQL: "
                "back it up with its own tools"
            )
    return found
