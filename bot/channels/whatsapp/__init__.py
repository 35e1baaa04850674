"""WhatsApp through Meta's Cloud API (docs/channels.md)."""

from bot.channels.whatsapp.channel import WhatsAppChannel

__all__ = ["WhatsAppChannel"]
