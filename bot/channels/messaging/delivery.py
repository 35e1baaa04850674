"""What a platform's web-hook brings, in one form for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from typing import Any

Address = Mapping[str, str]


@dataclass(frozen=True)
class Said:
    """What a person sent: words, a pressed button's payload, a place, or something else.

    `address`: what the platform's client needs for sending to them; `message_id`: the platform's;
    `location`: `{"lat", "lon"}` in degrees; `attachment`: its kind, such as image; `notice`: what
    must be confirmed to the platform, such as a button press on Telegram. The representation shows
    nothing of it.
    """

    address: Address = field(repr=False)
    message_id: str = field(repr=False)
    text: str = field(default="", repr=False)
    payload: str = field(default="", repr=False)
    location: Mapping[str, float] | None = field(default=None, repr=False)
    attachment: str | None = None
    notice: str | None = field(default=None, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Plain values, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Said:
        """What `as_json` gave."""
        return cls(**values)


@dataclass(frozen=True)
class Delivery:
    """A message that was delivered; `sender` names the person, `sent_at` is UTC without zone."""

    sender: str = field(repr=False)
    sent_at: datetime
    said: Said


@dataclass(frozen=True)
class Report:
    """What became of a message of ours.

    `reference` is the one that went with it, or None; `message_id` the platform's;
    `state`: sent, delivered, read or failed; `code`: the platform's error code.
    """

    reference: str | None
    message_id: str | None = field(repr=False)
    state: str
    code: int | None = None


@dataclass(frozen=True)
class Batch:
    """All that one web-hook call brings."""

    deliveries: tuple[Delivery, ...] = ()
    reports: tuple[Report, ...] = ()


def utc_moment(seconds: object) -> datetime:
    """A platform's Unix time as the tables hold it; the present where it is none."""
    try:
        moment = datetime.fromtimestamp(float(str(seconds)), timezone.utc)
    except (ValueError, OverflowError, OSError):
        moment = datetime.now(timezone.utc)
    return moment.replace(tzinfo=None)
