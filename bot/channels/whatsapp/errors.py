"""What the Graph API's error codes mean for a message.

https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
"""

from __future__ import annotations

from bot.channels.messaging.outcome import Kind

# Throughput, pair, account and application limits; the service unavailable or in maintenance.
RETRY = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004})
# Token, permissions, account, payment, registration, templates.
OPERATOR = frozenset(
    {0, 3, 10, 33, 102, 190, 368, 130497, 131005, 131031, 131037, 131042, 131045, 133010}
    | set(range(200, 300))
    | set(range(132000, 133000))
)
WINDOW = frozenset({131047})
# Not on WhatsApp, blocked us, takes part in an experiment, is sent too much already.
UNREACHABLE = frozenset({130472, 131021, 131026, 131030, 131049, 131050})

_KINDS = {
    **dict.fromkeys(RETRY, Kind.RETRY),
    **dict.fromkeys(OPERATOR, Kind.OPERATOR),
    **dict.fromkeys(WINDOW, Kind.WINDOW),
    **dict.fromkeys(UNREACHABLE, Kind.UNREACHABLE),
}


def kind_of(code: int | None, status: int = 400, _subcode: int | None = None) -> Kind:
    """What is to be done after an error.

    Args:
        code: of the error object; None where the answer had none.
        status: of the HTTP answer.
    """
    if code in _KINDS:
        return _KINDS[code]
    if status == 429 or status >= 500:
        return Kind.RETRY
    return Kind.OPERATOR if status in (401, 403) else Kind.REFUSED
