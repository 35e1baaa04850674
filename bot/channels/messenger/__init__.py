"""Messenger through Meta's Send API (docs/channels.md)."""

from bot.channels.messenger.channel import MessengerChannel

__all__ = ["MessengerChannel"]
