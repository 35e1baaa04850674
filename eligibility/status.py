"""The states of an application, and how word of them comes."""

from __future__ import annotations

from enum import Enum


class Status(Enum):
    """Values are those of the import files and the database."""

    DECLARED = "declared"
    UNDER_VERIFICATION = "under_verification"
    ACCEPTED = "accepted"
    REJECTED_OTHER_COVERAGE = "rejected_other_coverage"
    INCOMPLETE = "incomplete"


class DeliveryKind(Enum):
    """A file that was imported, or an answer of the fund's own service."""

    FILE = "file"
    REMOTE = "remote"
