"""The analytics store as other packages use it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy.engine import Engine

from insights.database import engine_for, insights_url
from insights.events import EventReader
from insights.forgetting import purge
from insights.places import town_name
from insights.pseudonyms import Pseudonyms
from insights.settings import counts_kept, text_kept
from insights.taking_in import TakingIn


@dataclass(frozen=True)
class InsightsStore:
    """Every call may raise SQLAlchemyError."""

    engine: Engine
    taking_in: TakingIn

    @classmethod
    def open(cls, url: str) -> InsightsStore:
        """The store at an address, which is at the newest migration."""
        engine, pseudonyms = engine_for(url), Pseudonyms.from_environment()
        reader = EventReader(pseudonyms, town_name)
        return cls(engine, TakingIn(engine, pseudonyms, reader, text_kept()))

    @classmethod
    def from_environment(cls) -> InsightsStore:
        """The store at `TAGHTIA_INSIGHTS_URL`, one a process."""
        return _opened(insights_url())

    def purge(self) -> int:
        """Delete what is past its time; returns how many conversations that were."""
        return purge(self.engine, text_kept(), counts_kept())


@lru_cache(maxsize=8)
def _opened(url: str) -> InsightsStore:
    return InsightsStore.open(url)
