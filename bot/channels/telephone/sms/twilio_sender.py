"""Twilio's Messages API: https://www.twilio.com/docs/messaging/api/message-resource."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import aiohttp

from bot.channels.telephone.sms.sender import SmsFailed

API = "https://api.twilio.com"
TIMEOUT = aiohttp.ClientTimeout(total=8, connect=4)


@dataclass(frozen=True)
class TwilioSender:
    """See `bot.channels.telephone.sms.sender.SmsSender`.

    `account` is the account's SID; `sender` a number of ours (E.164) or a sender's name.
    """

    account: str
    token: str = field(repr=False)
    sender: str
    api: str = API

    async def send(self, number: str, text: str) -> None:
        url = f"{self.api}/2010-04-01/Accounts/{self.account}/Messages.json"
        form = {"To": number, "From": self.sender, "Body": text}
        login = aiohttp.BasicAuth(self.account, self.token)
        try:
            async with (
                aiohttp.ClientSession(timeout=TIMEOUT, auth=login) as http,
                http.post(url, data=form) as reply,
            ):
                if reply.status != 201:
                    raise SmsFailed(f"status {reply.status}")
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise SmsFailed(type(error).__name__) from None
