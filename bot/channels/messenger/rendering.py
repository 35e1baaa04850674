"""An answer as Messenger messages, within the limits of the Send API.

https://developers.facebook.com/docs/messenger-platform/send-messages
"""

from __future__ import annotations

from typing import Any

from bot.answers.answer import Answer, Button, OfficeCard
from bot.answers.plain import plain_answer
from bot.channels.messaging.splitting import cut_text, split_text, units

TEXT = 2000
QUICK_REPLIES, TITLE, PAYLOAD = 13, 20, 1000
ELEMENTS, ELEMENT_TITLE, SUBTITLE = 10, 80, 80


def render(answer: Answer) -> list[dict[str, Any]]:
    """The messages, in order; quick replies show under the last one only."""
    parts: list[dict[str, Any]] = [{"text": part} for part in split_text(answer.text, TEXT)]
    replies = [_quick_reply(b) for b in answer.buttons if _fits(b)][:QUICK_REPLIES]
    if parts and replies:
        parts[-1]["quick_replies"] = replies
    return [*_offices(answer), *parts]


def _quick_reply(button: Button) -> dict[str, str]:
    title = cut_text(button.title, TITLE)
    return {"content_type": "text", "title": title, "payload": button.payload}


def _fits(button: Button) -> bool:
    return bool(button.title.strip()) and units(button.payload) <= PAYLOAD


def _offices(answer: Answer) -> list[dict[str, Any]]:
    """Messenger has no message for a place: cards that open the map."""
    if not answer.offices:
        return []
    label = cut_text(plain_answer("utter_map_button", answer.language).text, TITLE)
    cards = [_card(office, label) for office in answer.offices[:ELEMENTS]]
    return [
        {
            "attachment": {
                "type": "template",
                "payload": {"template_type": "generic", "elements": cards},
            }
        }
    ]


def _card(office: OfficeCard, label: str) -> dict[str, Any]:
    return {
        "title": cut_text(office.name, ELEMENT_TITLE),
        "subtitle": cut_text(office.address, SUBTITLE),
        "buttons": [{"type": "web_url", "url": office.map_url, "title": label}],
    }
