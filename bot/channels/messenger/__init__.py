"""Messenger through Meta's Send API (docs/channels.md)."""
