"""What Telegram's web-hook says: https://core.telegram.org/bots/api#update."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.messaging.delivery import Batch, Delivery, Said, utc_moment

# What Telegram sends when a person opens the bot for the first time.
START = "/start"
GREETING = "/greet"
# Parts of a message that are its content, where it has no text.
ATTACHMENTS = (
    *("voice", "audio", "photo", "document", "video", "video_note", "sticker", "animation"),
    *("contact", "poll", "dice", "story", "game", "paid_media", "checklist"),
)


def read_update(update: Mapping[str, Any]) -> Batch:
    """An update holds one thing; whatever is no message from a person to the bot is left out."""
    number = update.get("update_id")
    if not isinstance(number, int):
        return Batch()
    pressed = update.get("callback_query")
    if isinstance(pressed, dict):
        found = _pressed(str(number), pressed)
    else:
        # A corrected message is answered as it now stands.
        message = update.get("message") or update.get("edited_message")
        found = _message(str(number), message) if isinstance(message, dict) else None
    return Batch((found,)) if found else Batch()


def _message(message_id: str, message: Mapping[str, Any]) -> Delivery | None:
    chat = message.get("chat")
    if not isinstance(chat, dict) or chat.get("type") != "private":
        return None
    said = Said({"chat_id": str(chat.get("id"))}, message_id, **_content(message))
    return Delivery(str(chat.get("id")), utc_moment(message.get("date")), said)


def _content(message: Mapping[str, Any]) -> dict[str, Any]:
    text = message.get("text")
    if isinstance(text, str):
        return {"payload": GREETING} if text.split()[:1] == [START] else {"text": text}
    place = message.get("location")
    if isinstance(place, dict):
        return {"location": {"lat": place.get("latitude"), "lon": place.get("longitude")}}
    kind = next((kind for kind in ATTACHMENTS if kind in message), None)
    # Anything else is a notice, such as of a pinned message.
    return {"attachment": kind} if kind else {}


def _pressed(message_id: str, pressed: Mapping[str, Any]) -> Delivery | None:
    person, payload = pressed.get("from"), pressed.get("data")
    if not isinstance(person, dict) or not isinstance(payload, str):
        return None
    sender, notice = str(person.get("id")), str(pressed.get("id"))
    said = Said({"chat_id": sender}, message_id, payload=payload, notice=notice)
    # A press has no time of its own.
    return Delivery(sender, utc_moment(None), said)
