"""The eligibility store: who applied, and what became of it, without knowing who anybody is."""

from eligibility.outcome import Application, Found, Locked, NotFound, Outcome
from eligibility.person import Identity
from eligibility.status import Status
from eligibility.store import EligibilityStore

__all__ = [
    "Application",
    "EligibilityStore",
    "Found",
    "Identity",
    "Locked",
    "NotFound",
    "Outcome",
    "Status",
]
