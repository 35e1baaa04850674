"""An output channel that knows what the person has been answered."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel


class AnsweredChannel(OutputChannel):
    """Passes everything on to the real channel, under the person's own address, and keeps it."""

    def __init__(self, channel: OutputChannel, recipient: str) -> None:
        self._channel = channel
        self._recipient = recipient
        self.answers = 0
        self.said: list[dict[str, Any]] = []
        # What the answers are to have done: see `bot.answers.answer.Answer.effect`.
        self.effects: set[str] = set()
        # An agent has the talk: the assistant was not asked.
        self.with_agent = False

    def name(self) -> str:  # type: ignore[override]  # Rasa calls it on the instance
        """The real channel's name: responses are chosen by it."""
        return str(self._channel.name())

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Send one answer; `recipient_id` is the pseudonym that Rasa knows."""
        self.answers += 1
        self.said.append(message)
        effect = (message.get("metadata") or {}).get("effect")
        if effect:
            self.effects.add(str(effect))
        await self._channel.send_response(self._recipient, message)
