"""Messenger as Rasa knows it."""

from __future__ import annotations

from bot.channels.messaging.channel import MessagingChannel
from bot.channels.messenger.platform import NAME, Messenger
from bot.channels.messenger.settings import MessengerSettings


class MessengerChannel(MessagingChannel):
    """`/webhooks/messenger/webhook`."""

    @classmethod
    def name(cls) -> str:
        """Also part of the address."""
        return NAME

    def platform(self) -> Messenger | None:
        """See `MessengerSettings`."""
        settings = MessengerSettings.from_environment()
        return Messenger(settings) if settings else None
