"""The eligibility store: who applied, and what became of it, without knowing who anybody is."""

from eligibility.outcome import (
    Application,
    Found,
    Locked,
    NotFound,
    Outcome,
    StateChange,
    Unreachable,
)
from eligibility.person import Identity
from eligibility.status import DeliveryKind, Status
from eligibility.store import EligibilityStore

__all__ = [
    "Application",
    "DeliveryKind",
    "EligibilityStore",
    "Found",
    "Identity",
    "Locked",
    "NotFound",
    "Outcome",
    "StateChange",
    "Status",
    "Unreachable",
]
