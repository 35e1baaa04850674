"""What a platform said to a message that was to be sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    """What is to be done next."""

    SENT = "sent"
    # The platform is busy or down: try again, each time later.
    RETRY = "retry"
    # Whether it was sent is not known: wait for the platform's report, then try again.
    UNKNOWN = "unknown"
    # Token, account or template: nothing can be sent until the operator mends it.
    OPERATOR = "operator"
    # The platform allows a free answer only for a while after the person's last message.
    WINDOW = "window"
    # The person cannot be reached: blocked us, left the platform.
    UNREACHABLE = "unreachable"
    # The platform refuses the message itself.
    REFUSED = "refused"


@dataclass(frozen=True)
class Outcome:
    """`message_id`: the platform's, where sent; `code`: its error; `wait`: seconds it asks for."""

    kind: Kind
    message_id: str | None = field(default=None, repr=False)
    code: int | None = None
    wait: float | None = None
