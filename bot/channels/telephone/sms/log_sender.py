"""Sends nothing, and says so: in the log to the operator, and to the caller."""

from __future__ import annotations

import logging

from bot.channels.telephone.sms.sender import SmsFailed

logger = logging.getLogger(__name__)


class LogSender:
    """See `bot.channels.telephone.sms.sender.SmsSender`."""

    async def send(self, number: str, text: str) -> None:
        # Neither number nor text: the one is a person's, the other tells what they asked.
        logger.warning(
            "an SMS of %d characters was not sent: set TAGHTIA_SMS_SENDER (docs/helpline.md)",
            len(text),
        )
        raise SmsFailed("no service is set")
