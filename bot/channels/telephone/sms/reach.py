"""Which telephones a text message can reach."""

from __future__ import annotations

import phonenumbers


def takes_sms(number: str) -> bool:
    """Whether a text message may reach a caller: not a landline, not a number that is hidden."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(parsed) != phonenumbers.PhoneNumberType.FIXED_LINE
