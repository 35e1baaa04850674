"""An answer as every channel gets it: what is said, and what a screen could show beside it.

Each channel renders it to what its platform shows best; none reads Rasa's message on its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Button:
    """A quick reply; `payload` comes back as the message when it is pressed."""

    title: str
    payload: str


@dataclass(frozen=True)
class OfficeCard:
    """An office in the answer's language; the distance in whole kilometres, from 1 on."""

    id: str
    town: str
    name: str
    address: str
    distance_km: int
    lat: float
    lon: float
    map_url: str


@dataclass(frozen=True)
class Answer:
    """One thing said to a person.

    `name`: of the domain's response, "" when it has none; `step`: which of the four steps of the
    enrolment it tells, 0 for all of them; `status`: of an application, a value of the eligibility
    store's `Status`; `facts`: ids of the knowledge base that it rests on; `asks`: the identifier
    that is wanted next: cin, massar_code or birth_date; `agent`: the name of the person who says
    it, None for the assistant and "" where nobody is named; `effect`: what the channel is to have
    done by the time this is said: `forget` the conversation, `keep_in_touch` or `out_of_touch`,
    since the person wants to be told of something later, or nothing more.
    """

    text: str
    language: str
    name: str = ""
    buttons: tuple[Button, ...] = ()
    offices: tuple[OfficeCard, ...] = ()
    step: int | None = None
    status: str | None = None
    facts: tuple[str, ...] = ()
    asks: str | None = None
    agent: str | None = None
    effect: str | None = None

    @classmethod
    def from_rasa(cls, message: Mapping[str, Any]) -> Answer:
        """From the message that Rasa hands to an output channel's `send_response`."""
        shown = message.get("metadata") or {}
        return cls(
            text=str(message.get("text") or ""),
            language=str(shown.get("language") or "ar"),
            name=str(message.get("utter_action") or ""),
            buttons=tuple(
                Button(str(button["title"]), str(button["payload"]))
                for button in message.get("buttons") or []
            ),
            offices=tuple(OfficeCard(**office) for office in shown.get("offices") or []),
            step=shown.get("step"),
            status=shown.get("status"),
            facts=tuple(shown.get("facts") or []),
            asks=shown.get("asks"),
            effect=shown.get("effect"),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values, without what is empty; `text` and `language` always."""
        kept = {name: value for name, value in asdict(self).items() if value not in ("", (), None)}
        return {"text": self.text, "language": self.language, **kept}
