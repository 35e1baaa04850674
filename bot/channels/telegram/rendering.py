"""An answer as calls of Telegram's Bot API: https://core.telegram.org/bots/api#sendmessage."""

from __future__ import annotations

import json
from typing import Any

from bot.answers.answer import Answer, Button, OfficeCard
from bot.channels.messaging.splitting import cut_text, split_text

TEXT = 4096
BUTTON_TITLE = 64
PAYLOAD_BYTES = 64
VENUES = 3
NAME, ADDRESS = 100, 300


def render(answer: Answer) -> list[dict[str, Any]]:
    """The calls, in order, each with its `method`, without whom they go to."""
    parts = [_text(part) for part in split_text(answer.text, TEXT)]
    rows = [[_button(button)] for button in answer.buttons if _fits(button)]
    if parts and rows:
        parts[-1]["reply_markup"] = {"inline_keyboard": rows}
    return [*map(_venue, answer.offices[:VENUES]), *parts]


def _text(text: str) -> dict[str, Any]:
    # No preview: whoever's page it is would learn of it.
    preview = {"is_disabled": True}
    return {"method": "sendMessage", "text": text, "link_preview_options": preview}


def _button(button: Button) -> dict[str, str]:
    title = cut_text(button.title, BUTTON_TITLE)
    return {"text": title, "callback_data": _compact(button.payload)}


def _fits(button: Button) -> bool:
    size = len(_compact(button.payload).encode())
    return bool(button.title.strip()) and 0 < size <= PAYLOAD_BYTES


def _compact(payload: str) -> str:
    """The payload without the blanks in its entities: Telegram allows 64 bytes."""
    intent, brace, entities = payload.partition("{")
    if not brace:
        return payload
    values = json.loads(brace + entities)
    return intent + json.dumps(values, separators=(",", ":"), ensure_ascii=False)


def _venue(office: OfficeCard) -> dict[str, Any]:
    return {
        "method": "sendVenue",
        "latitude": office.lat,
        "longitude": office.lon,
        "title": cut_text(office.name, NAME),
        "address": cut_text(office.address, ADDRESS),
    }
