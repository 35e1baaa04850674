"""Counts of a period, from the store; `insights.report` shows them."""
