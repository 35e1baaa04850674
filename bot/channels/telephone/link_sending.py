"""Sends the links of an answer to the caller's telephone."""

from __future__ import annotations

import logging

from bot.channels.telephone.call import Call
from bot.channels.telephone.reply import Saying
from bot.channels.telephone.saying import language_of
from bot.channels.telephone.sms.reach import takes_sms
from bot.channels.telephone.sms.sender import SmsFailed, SmsSender
from bot.channels.telephone.speaking.numbers import digit_by_digit
from bot.channels.telephone.wording import spoken, written

logger = logging.getLogger(__name__)


class LinkSending:
    """Used by all calls of a server."""

    def __init__(self, sender: SmsSender) -> None:
        self._sender = sender

    async def send(self, call: Call) -> Saying:
        """Send the last answer's links; what the caller is told of it."""
        language = language_of(call)
        if not call.links:
            return spoken("utter_telephone_no_link", language)
        if not takes_sms(call.caller):
            return spoken("utter_telephone_no_sms", language)
        text = written("utter_telephone_sms", language, links="\n".join(call.links))
        try:
            await self._sender.send(call.caller, text)
        except SmsFailed as error:
            logger.error("an SMS was not taken: %s", error)
            return spoken("utter_telephone_sms_failed", language)
        ending = digit_by_digit(call.caller[-2:])
        return spoken("utter_telephone_sms_sent", language, ending=ending)
