"""Telegram through its Bot API (docs/channels.md)."""

from bot.channels.telegram.channel import TelegramChannel

__all__ = ["TelegramChannel"]
