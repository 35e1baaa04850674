"""What WhatsApp's web-hook says.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.channels.messaging.delivery import Batch, Delivery, Report, Said, utc_moment

# Things that ask for nothing.
SILENT = frozenset({"reaction", "system", "revoke"})
STATES = frozenset({"sent", "delivered", "read", "failed"})


def read_webhook(body: Mapping[str, Any], phone_number_id: str) -> Batch:
    """Messages and statuses of our own number; whatever has not the documented form is left out."""
    deliveries: list[Delivery] = []
    reports: list[Report] = []
    for value in _values(body, phone_number_id):
        deliveries += filter(None, map(_delivery, _objects(value.get("messages"))))
        reports += filter(None, map(_report, _objects(value.get("statuses"))))
    return Batch(tuple(deliveries), tuple(reports))


def _values(body: Mapping[str, Any], phone_number_id: str) -> Iterator[Mapping[str, Any]]:
    for entry in _objects(body.get("entry")):
        for change in _objects(entry.get("changes")):
            value = _object(change.get("value"))
            number = _object(value.get("metadata")).get("phone_number_id")
            if change.get("field") == "messages" and number == phone_number_id:
                yield value


def _delivery(message: Mapping[str, Any]) -> Delivery | None:
    message_id, phone = _text(message.get("id")), _text(message.get("from"))
    # An id of this business only. Who took a user name has it alone, and their number comes and
    # goes: the id stays, so that the conversation goes on.
    user_id = _text(message.get("from_user_id"))
    # What is said in a group is said to others.
    if not message_id or not (phone or user_id) or message.get("group_id"):
        return None
    address = {"to": phone} if phone else {"recipient": user_id}
    said = Said(address, message_id, **_content(message))
    return Delivery(user_id or phone, utc_moment(message.get("timestamp")), said)


def _content(message: Mapping[str, Any]) -> dict[str, Any]:
    kind = _text(message.get("type"))
    content = _object(message.get(kind))
    if kind == "text":
        return {"text": _text(content.get("body"))}
    if kind == "interactive":
        reply = _object(content.get(_text(content.get("type"))))
        return {"payload": _text(reply.get("id"))} if reply.get("id") else {"attachment": kind}
    if kind == "button":
        return _button(content)
    if kind == "location":
        place = {"lat": content.get("latitude"), "lon": content.get("longitude")}
        return {"location": place}
    if kind == "edit":
        # A corrected message is answered as it now stands.
        return _content(_object(content.get("message")))
    return {} if kind in SILENT else {"attachment": kind or "unsupported"}


def _button(content: Mapping[str, Any]) -> dict[str, Any]:
    """A button of a template: its payload is ours, else what stands on it was said."""
    payload = _text(content.get("payload"))
    return {"payload": payload} if payload.startswith("/") else {"text": _text(content.get("text"))}


def _report(status: Mapping[str, Any]) -> Report | None:
    state = _text(status.get("status"))
    if state not in STATES:
        return None
    errors = list(_objects(status.get("errors")))
    code = errors[0].get("code") if errors else None
    return Report(
        _text(status.get("biz_opaque_callback_data")) or None,
        _text(status.get("id")) or None,
        state,
        code if isinstance(code, int) else None,
    )


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    yield from (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
