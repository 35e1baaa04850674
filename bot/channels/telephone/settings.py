"""The telephone's settings, from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from handover.settings import transfer_target
from knowledge.records import LANGUAGES

# The gateway's auth token, with which it signs its web-hooks.
TOKEN = "TAGHTIA_TELEPHONE_TOKEN"
PUBLIC = "TAGHTIA_PUBLIC_URL"
VOICES = {"fr": "Polly.Lea-Neural", "ar": "Polly.Zeina"}
RECOGNISERS = {"fr": "fr-FR", "ar": "ar-MA"}
# Such as an exchange's, that all calls which it passes on come from.
SHARED = "TAGHTIA_TELEPHONE_SHARED_NUMBERS"

_NUMBER = re.compile(r"\+\d{8,15}")


@dataclass(frozen=True)
class TelephoneSettings:
    """How a gateway reaches us, and how calls are spoken and passed on.

    `public_url` is the address from outside, which signatures cover; `voices` and `recognisers` are
    the gateway's names by language; `transfer` is a number (E.164) or a `sip:` address, or None;
    `shared` are numbers that many people call from, and that count as hidden.
    """

    token: str = field(repr=False)
    public_url: str
    voices: Mapping[str, str]
    recognisers: Mapping[str, str]
    transfer: str | None = None
    shared: frozenset[str] = frozenset()

    @classmethod
    def from_environment(cls) -> TelephoneSettings | None:
        """From the `TAGHTIA_TELEPHONE_…` variables; None: not set up.

        Raises:
            ValueError: names the variable and what to write.
        """
        token = (os.environ.get(TOKEN) or "").strip()
        if not token:
            return None
        public_url = (os.environ.get(PUBLIC) or "").rstrip("/")
        if not public_url.startswith("https://"):
            raise ValueError(
                f"{PUBLIC} must be the https:// address at which the telephone's gateway reaches "
                "this server, since its signatures cover it: see docs/helpline.md"
            )
        return cls(
            token,
            public_url,
            _by_language("TAGHTIA_TELEPHONE_VOICE", VOICES),
            _by_language("TAGHTIA_TELEPHONE_RECOGNISER", RECOGNISERS),
            transfer_target(),
            _shared_numbers(),
        )


def _shared_numbers() -> frozenset[str]:
    numbers = [one.strip() for one in (os.environ.get(SHARED) or "").split(",") if one.strip()]
    if not all(_NUMBER.fullmatch(one) for one in numbers):
        raise ValueError(
            f"{SHARED} must be numbers with + and the country's code, with commas between them, "
            "such as +212538002020,+212537000000"
        )
    return frozenset(numbers)


def _by_language(variable: str, defaults: Mapping[str, str]) -> dict[str, str]:
    """`…_FR` and `…_AR`."""
    return {
        language: (os.environ.get(f"{variable}_{language.upper()}") or "").strip()
        or defaults[language]
        for language in LANGUAGES
    }
