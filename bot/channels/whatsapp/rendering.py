"""An answer as WhatsApp messages, within the limits of the Cloud API.

https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
"""

from __future__ import annotations

from typing import Any

from bot.answers.answer import Answer, Button, OfficeCard
from bot.answers.plain import plain_answer
from bot.channels.messaging.splitting import cut_text, split_text, units

TEXT = 4096
BODY = 1024
BUTTONS, BUTTON_TITLE, BUTTON_ID = 3, 20, 256
ROWS, ROW_TITLE, ROW_DESCRIPTION, ROW_ID = 10, 24, 72, 200
LIST_BUTTON = 20
# More would fill the screen of a telephone; the text names them all.
LOCATIONS = 3
NAME, ADDRESS = 100, 300


def render(answer: Answer) -> list[dict[str, Any]]:
    """The payloads, in order, without whom they go to; places first, then what can be pressed."""
    locations = [_location(office) for office in answer.offices[:LOCATIONS]]
    return [*locations, *_said(answer)]


def _said(answer: Answer) -> list[dict[str, Any]]:
    buttons = _unique(answer.buttons)
    if not buttons or not answer.text.strip():
        return [_text(part) for part in split_text(answer.text, TEXT)]
    *before, last = split_text(answer.text, BODY)
    return [*map(_text, before), _interactive(last, buttons, answer.language)]


def _unique(buttons: tuple[Button, ...]) -> list[Button]:
    """Buttons that can be sent: WhatsApp refuses two of one id, and too long ones."""
    kept = {b.payload: b for b in buttons if b.title.strip() and units(b.payload) <= ROW_ID}
    return list(kept.values())[:ROWS]


def _interactive(body: str, buttons: list[Button], language: str) -> dict[str, Any]:
    short = {button.title.strip() for button in buttons if units(button.title) <= BUTTON_TITLE}
    if len(buttons) <= BUTTONS and len(short) == len(buttons):
        action: dict[str, Any] = {
            "buttons": [
                {"type": "reply", "reply": {"id": button.payload, "title": button.title.strip()}}
                for button in buttons
            ]
        }
        kind = "button"
    else:
        opener = cut_text(plain_answer("utter_list_button", language).text, LIST_BUTTON)
        action = {"button": opener, "sections": [{"rows": [_row(one) for one in buttons]}]}
        kind = "list"
    return {
        "type": "interactive",
        "interactive": {"type": kind, "body": {"text": body}, "action": action},
    }


def _row(button: Button) -> dict[str, str]:
    title = cut_text(button.title, ROW_TITLE)
    row = {"id": button.payload, "title": title}
    # A title that had to be cut stands below in full.
    whole = {"description": cut_text(button.title, ROW_DESCRIPTION)}
    return row if title == button.title.strip() else {**row, **whole}


def _text(body: str) -> dict[str, Any]:
    # No preview: whoever's page it is would learn of it.
    return {"type": "text", "text": {"body": body, "preview_url": False}}


def _location(office: OfficeCard) -> dict[str, Any]:
    place = {
        "latitude": office.lat,
        "longitude": office.lon,
        "name": cut_text(office.name, NAME),
        "address": cut_text(office.address, ADDRESS),
    }
    return {"type": "location", "location": place}


def template(name: str, language: str) -> dict[str, Any]:
    """An approved template without variables."""
    return {"type": "template", "template": {"name": name, "language": {"code": language}}}
