"""Which service sends text messages, from the environment."""

from __future__ import annotations

import os

from bot.channels.telephone.sms.log_sender import LogSender
from bot.channels.telephone.sms.sender import SmsSender
from bot.channels.telephone.sms.twilio_sender import API, TwilioSender

SENDER = "TAGHTIA_SMS_SENDER"
NEEDED = ("TAGHTIA_SMS_ACCOUNT", "TAGHTIA_SMS_TOKEN", "TAGHTIA_SMS_FROM")


def sms_sender() -> SmsSender:
    """The sender that `TAGHTIA_SMS_SENDER` names: `log` (nothing is sent) or `twilio`.

    Raises:
        ValueError: names the variable and what to write.
    """
    name = (os.environ.get(SENDER) or "log").strip()
    if name == "log":
        return LogSender()
    if name != "twilio":
        raise ValueError(f"{SENDER} must be log or twilio: see docs/helpline.md")
    values = [(os.environ.get(variable) or "").strip() for variable in NEEDED]
    missing = [name for name, value in zip(NEEDED, values, strict=True) if not value]
    if missing:
        raise ValueError(f"{SENDER}=twilio also needs {', '.join(missing)}: see docs/helpline.md")
    account, token, number = values
    return TwilioSender(account, token, number, (os.environ.get("TAGHTIA_SMS_API") or API))
