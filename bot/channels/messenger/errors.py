"""What the Send API's error codes mean for a message.

https://developers.facebook.com/docs/messenger-platform/error-codes
"""

from __future__ import annotations

from bot.channels.messaging.outcome import Kind

RETRY = frozenset({1, 2, 4, 32, 341, 613, 1200})
OPERATOR = frozenset({0, 3, 10, 102, 190, 368, *range(200, 300)})
UNREACHABLE = frozenset({551})
# Subcodes say more than the code: not allowed outside the window; nobody of that id.
_SUBCODES = {
    2018278: Kind.WINDOW,
    2018001: Kind.UNREACHABLE,
    2018108: Kind.UNREACHABLE,
    1545041: Kind.UNREACHABLE,
}


def kind_of(code: int | None, status: int = 400, subcode: int | None = None) -> Kind:
    """What is to be done after an error; see `bot.channels.whatsapp.errors.kind_of`."""
    if subcode in _SUBCODES:
        return _SUBCODES[subcode]
    if code in UNREACHABLE:
        return Kind.UNREACHABLE
    if code in RETRY or status == 429 or status >= 500:
        return Kind.RETRY
    return Kind.OPERATOR if code in OPERATOR or status in (401, 403) else Kind.REFUSED
