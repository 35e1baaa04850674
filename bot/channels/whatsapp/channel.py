"""WhatsApp as Rasa knows it."""

from __future__ import annotations

from bot.channels.messaging.channel import MessagingChannel
from bot.channels.whatsapp.platform import NAME, WhatsApp
from bot.channels.whatsapp.settings import WhatsAppSettings


class WhatsAppChannel(MessagingChannel):
    """`/webhooks/whatsapp/webhook`."""

    @classmethod
    def name(cls) -> str:
        """Also part of the address."""
        return NAME

    def platform(self) -> WhatsApp | None:
        """See `WhatsAppSettings`."""
        settings = WhatsAppSettings.from_environment()
        return WhatsApp(settings) if settings else None
