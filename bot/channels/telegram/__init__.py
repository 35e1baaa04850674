"""Telegram through its Bot API (docs/channels.md)."""
