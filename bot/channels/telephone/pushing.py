"""The telephone cannot say anything unasked: an agent speaks to a caller, and does not write."""

from __future__ import annotations

from bot.answers.answer import Answer


class NobodyToPushTo:
    """See `bot.handover.pushing.Pusher`: the desk shows at once that a line does not arrive."""

    async def push(self, conversation: str, answer: Answer, key: str) -> None:
        raise NotImplementedError("nothing is pushed to a caller")

    async def reaches(self, conversation: str) -> bool:
        return False
