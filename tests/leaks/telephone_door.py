"""The telephone as a door: signed web-hooks in, TwiML out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.leaks.messenger_doors import SENDER
from tests.telephone.caller import Caller

FRENCH = "2"


@dataclass
class TelephoneDoor:
    """One call; its numbers are said back to be confirmed, so the answers come without figures."""

    url: str
    caller: Caller | None = field(default=None)

    def say(self, text: str) -> list[str]:
        """The answers to what a recogniser heard."""
        if self.caller is None:
            self.caller = Caller(self.url, number=f"+{SENDER.plain}")
            self.caller.rings()
            self.caller.presses(FRENCH)
        return [re.sub(r"\d", "x", self.caller.says(text))]
