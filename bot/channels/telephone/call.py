"""What is known of a call while it lasts."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from bot.channels.telephone.reply import Entry, Saying
from bot.channels.telephone.spelling import Spelling


@dataclass(frozen=True)
class Option:
    """What a key does: `payload` is said to Rasa, as when a button is pressed."""

    title: str
    payload: str


@dataclass(frozen=True)
class Part:
    """As much of an answer as is said at once, and what can be chosen after it."""

    text: str
    options: tuple[Option, ...] = ()


@dataclass
class Call:
    """The state of a call between two web-hooks.

    `language` is None until it was chosen; `caller` a number in E.164, or "". `said` and `entry`
    are the last reply's, for "repeat"; `later` the parts of the answer still to come; `texts` the
    answer as a screen would show it; `links` what can be sent by SMS; `to_confirm` what was heard
    badly; `spelling` the identity number that is being given; `silences` count in a row.
    """

    language: str | None = None
    caller: str = field(default="", repr=False)
    slow: bool = False
    said: tuple[Saying, ...] = ()
    entry: Entry = Entry.KEY
    options: tuple[Option, ...] = ()
    later: tuple[Part, ...] = ()
    texts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    to_confirm: str = field(default="", repr=False)
    spelling: Spelling | None = None
    silences: int = 0

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Call:
        """What `as_json` gave."""
        spelling = kept["spelling"]
        return cls(
            **{
                **kept,
                "entry": Entry(kept["entry"]),
                "said": tuple(Saying(**one) for one in kept["said"]),
                "options": _options(kept["options"]),
                "later": tuple(
                    Part(one["text"], _options(one["options"])) for one in kept["later"]
                ),
                "texts": tuple(kept["texts"]),
                "links": tuple(kept["links"]),
                "spelling": Spelling(**spelling) if spelling else None,
            }
        )


def _options(kept: list[dict[str, str]]) -> tuple[Option, ...]:
    return tuple(Option(**one) for one in kept)
