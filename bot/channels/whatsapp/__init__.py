"""WhatsApp through Meta's Cloud API (docs/channels.md)."""
