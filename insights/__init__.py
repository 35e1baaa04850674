"""Learning from use: what was asked, what failed, and what to write next; nobody is in it."""

from insights.store import InsightsStore

__all__ = ["InsightsStore"]
