"""What the telephone needs of a service that sends text messages."""

from __future__ import annotations

from typing import Protocol


class SmsFailed(RuntimeError):
    """The service did not take the message; says why without the number."""


class SmsSender(Protocol):
    """Sends text messages."""

    async def send(self, number: str, text: str) -> None:
        """Send a text to a number (E.164).

        Raises:
            SmsFailed: it was not taken.
        """
