"""The hand-over store as other packages use it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy.engine import Engine

from handover.accounts import Accounts
from handover.call_backs import CallBacks
from handover.calls import Calls
from handover.database import engine_for, handover_url
from handover.deliveries import Deliveries
from handover.figures import Figures
from handover.keys import cipher_from_environment
from handover.retention import Retention
from handover.sessions import Sessions
from handover.talks import Talks
from handover.transcripts import Transcripts


@dataclass(frozen=True)
class HandoverStore:
    """Everything the store does, a part a subject. Every call may raise SQLAlchemyError."""

    engine: Engine
    talks: Talks
    transcripts: Transcripts
    deliveries: Deliveries
    calls: Calls
    call_backs: CallBacks
    accounts: Accounts
    sessions: Sessions
    figures: Figures
    retention: Retention

    @classmethod
    def open(cls, url: str) -> HandoverStore:
        """The store at an address, which is at the newest migration."""
        engine = engine_for(url)
        cipher = cipher_from_environment
        return cls(
            engine,
            Talks(engine),
            Transcripts(engine),
            Deliveries(engine),
            Calls(engine),
            CallBacks(engine, cipher),
            Accounts(engine, cipher),
            Sessions(engine),
            Figures(engine),
            Retention(engine),
        )

    @classmethod
    def from_environment(cls) -> HandoverStore:
        """The store at `TAGHTIA_HANDOVER_URL`, one a process."""
        return _opened(handover_url())


@lru_cache(maxsize=8)
def _opened(url: str) -> HandoverStore:
    return HandoverStore.open(url)
