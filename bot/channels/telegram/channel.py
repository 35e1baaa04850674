"""Telegram as Rasa knows it."""

from __future__ import annotations

from bot.channels.messaging.channel import MessagingChannel
from bot.channels.telegram.platform import NAME, Telegram
from bot.channels.telegram.settings import TelegramSettings


class TelegramChannel(MessagingChannel):
    """`/webhooks/telegram/webhook`."""

    @classmethod
    def name(cls) -> str:
        """Also part of the address."""
        return NAME

    def platform(self) -> Telegram | None:
        """See `TelegramSettings`."""
        settings = TelegramSettings.from_environment()
        return Telegram(settings) if settings else None
