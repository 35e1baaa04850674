"""The web chat: conversations over HTTP with pushed answers (docs/webchat-protocol.md)."""

from bot.channels.web.channel import WebChannel

__all__ = ["WebChannel"]
