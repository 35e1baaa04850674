"""Invented people, so that tracking can be tried at once."""

from __future__ import annotations

from pathlib import Path

from eligibility.importing import ImportReport, import_csv
from eligibility.store import EligibilityStore

DEMO_FILE = Path(__file__).with_name("demo.csv")


def seed_demo(store: EligibilityStore) -> ImportReport:
    """Import the invented people; doing it again changes nothing."""
    return import_csv(store, DEMO_FILE)
