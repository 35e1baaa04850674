"""The web chat's settings, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta

from bot.channels.web.origins import AllowedOrigins
from identifiers.settings import whole_number

RESTORE_HOURS = 24
STREAMS = 2_000
CONVERSATIONS_PER_MINUTE = 300


@dataclass(frozen=True)
class WebSettings:
    """How the web chat behaves.

    `lifetime`: of a conversation and of all that was said in it; `streams`: connections that wait
    for answers, in all; `conversations_per_minute`: begun from one network address, behind which
    there may be a whole campus.
    """

    origins: AllowedOrigins
    lifetime: timedelta
    streams: int
    conversations_per_minute: int

    @classmethod
    def from_environment(cls) -> WebSettings:
        """From the `TAGHTIA_WEB_…` variables.

        Raises:
            ValueError: names the variable and what to write.
        """
        return cls(
            AllowedOrigins.parse(os.environ.get("TAGHTIA_WEB_ORIGINS", "")),
            timedelta(hours=whole_number("TAGHTIA_WEB_RESTORE_HOURS", RESTORE_HOURS)),
            whole_number("TAGHTIA_WEB_STREAMS", STREAMS),
            whole_number("TAGHTIA_WEB_CONVERSATIONS_PER_MINUTE", CONVERSATIONS_PER_MINUTE),
        )
