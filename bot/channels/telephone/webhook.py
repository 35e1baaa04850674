"""A gateway's web-hook, read: https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from sanic.request import Request
from twilio.request_validator import RequestValidator

# Numbers that gateways give where the caller hides theirs.
_HIDDEN = frozenset({"+266696687"})
# Bare, or as an exchange gives it: "sip:+212661000000@exchange.example".
_E164 = re.compile(r"(?:sips?:)?(?P<number>\+[1-9]\d{6,14})(?:@.*)?")
LONGEST_SPEECH = 2_000
MOST_DIGITS = 40


@dataclass(frozen=True)
class Heard:
    """What the gateway says of a call; nothing of the caller's shows in its representation.

    `call` is the gateway's id of it; `caller` a number in E.164, "" where it is hidden;
    `confidence` the recogniser's in 0..1, None where it gives none; `status` what a dialled call
    came to, or the call itself; `spoke` the seconds that a dialled call lasted;
    `parent` the caller's own call, where this is the one that was dialled.
    """

    call: str = field(repr=False)
    caller: str = field(default="", repr=False)
    speech: str = field(default="", repr=False)
    digits: str = field(default="", repr=False)
    confidence: float | None = None
    status: str = ""
    spoke: int = 0
    parent: str = field(default="", repr=False)


def parameters(request: Request) -> dict[str, str]:
    """The form that was posted; empty values count, since they are signed too."""
    body = request.body.decode("utf-8", errors="replace")
    return dict(parse_qsl(body, keep_blank_values=True))


def is_genuine(request: Request, form: Mapping[str, str], token: str, public_url: str) -> bool:
    """Whether the gateway signed address and form with the token (`X-Twilio-Signature`)."""
    query = f"?{request.query_string}" if request.query_string else ""
    signature = request.headers.get("x-twilio-signature", "")
    address = f"{public_url}{request.path}{query}"
    genuine: bool = RequestValidator(token).validate(address, dict(form), signature)
    return genuine


def read(form: Mapping[str, str]) -> Heard | None:
    """None where the form names no call."""
    call = form.get("CallSid", "")
    if not call:
        return None
    return Heard(
        call=call,
        caller=_number(form.get("From", "")),
        speech=form.get("SpeechResult", "").strip()[:LONGEST_SPEECH],
        digits=form.get("Digits", "").strip()[:MOST_DIGITS],
        confidence=_confidence(form.get("Confidence")),
        status=form.get("DialCallStatus") or form.get("CallStatus", ""),
        parent=form.get("ParentCallSid", ""),
        spoke=_seconds(form.get("DialCallDuration", "")),
    )


def _number(given: str) -> str:
    """In E.164; "" where it is hidden ("anonymous"), or the name of an extension."""
    found = _E164.fullmatch(given.strip())
    number = found["number"] if found else ""
    return "" if number in _HIDDEN else number


def _seconds(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0


def _confidence(given: str | None) -> float | None:
    """Some recognisers give 0.0 for "not known"."""
    try:
        value = float(given or "")
    except ValueError:
        return None
    return value if 0 < value <= 1 else None
