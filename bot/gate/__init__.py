"""The one door between the channels and Rasa: limits, identifiers taken out, always an answer."""

from bot.gate.gate import Gate

__all__ = ["Gate"]
