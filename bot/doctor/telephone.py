"""Checks of the telephone: settings, our web-hook from outside, transfer and text messages."""

from __future__ import annotations

from collections.abc import Iterator

import requests
from twilio.request_validator import RequestValidator

from bot.channels.telephone.settings import TOKEN, TelephoneSettings
from bot.channels.telephone.sms.log_sender import LogSender
from bot.channels.telephone.sms.settings import SENDER, sms_sender
from bot.channels.telephone.twiml import BASE
from bot.doctor.finding import Finding, mend, ok, warning
from handover.settings import TRANSFER

SECONDS = 10
WHAT = "telephone"


def check_telephone() -> Iterator[Finding]:
    """All that can be found out without a call."""
    try:
        settings = TelephoneSettings.from_environment()
        sender = sms_sender()
    except ValueError as error:
        yield mend(WHAT, str(error))
        return
    if settings is None:
        yield ok(WHAT, "not set up: docs/helpline.md says how")
        return
    yield _webhook(settings)
    if settings.transfer is None:
        yield warning(WHAT, f"nobody is dialled, only called back: set {TRANSFER}")
    if isinstance(sender, LogSender):
        yield warning(WHAT, f"links are promised by SMS and only logged: set {SENDER}")


def _webhook(settings: TelephoneSettings) -> Finding:
    """Tells our own web-hook, from outside and signed, of a call that never was."""
    address = f"{settings.public_url}{BASE}/status"
    form = {"CallSid": "CAdoctor", "CallStatus": "in-progress"}
    signature = RequestValidator(settings.token).compute_signature(address, form)
    try:
        reply = requests.post(
            address, data=form, headers={"X-Twilio-Signature": signature}, timeout=SECONDS
        )
    except requests.RequestException as error:
        return mend(WHAT, f"{address}: {type(error).__name__}; is bin/serve running behind it?")
    if reply.status_code == 200:
        return ok(WHAT, address)
    if reply.status_code == 403:
        return mend(WHAT, f"{address} refuses the signature: it runs with another {TOKEN}")
    return mend(WHAT, f"{address}: status {reply.status_code}; is bin/serve running behind it?")
