"""What Messenger's web-hook says.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.channels.messaging.delivery import Batch, Delivery, Report, Said, utc_moment

MILLISECONDS = 1000


def read_webhook(body: Mapping[str, Any], page_id: str) -> Batch:
    """Messages to the page and reports on its own; whatever else there is is left out."""
    deliveries: list[Delivery] = []
    reports: list[Report] = []
    for entry in _objects(body.get("entry")):
        if str(entry.get("id")) != page_id:
            continue
        for event in _objects(entry.get("messaging")):
            reports += _reports(event)
            found = _delivery(event)
            if found:
                deliveries.append(found)
    return Batch(tuple(deliveries), tuple(reports))


def _delivery(event: Mapping[str, Any]) -> Delivery | None:
    message, postback = _object(event.get("message")), _object(event.get("postback"))
    sender = str(_object(event.get("sender")).get("id") or "")
    message_id = str(message.get("mid") or postback.get("mid") or "")
    if not sender or not message_id or message.get("is_echo"):
        return None
    content = _content(message) if message else {"payload": str(postback.get("payload") or "")}
    seconds = event.get("timestamp")
    moment = seconds / MILLISECONDS if isinstance(seconds, int) else None
    return Delivery(sender, utc_moment(moment), Said({"id": sender}, message_id, **content))


def _content(message: Mapping[str, Any]) -> dict[str, Any]:
    payload = _object(message.get("quick_reply")).get("payload")
    if isinstance(payload, str):
        return {"payload": payload}
    attachments = list(_objects(message.get("attachments")))
    for attachment in attachments:
        place = _object(_object(attachment.get("payload")).get("coordinates"))
        if attachment.get("type") == "location" and place:
            return {"location": {"lat": place.get("lat"), "lon": place.get("long")}}
    text = message.get("text")
    if isinstance(text, str) and text.strip():
        return {"text": text}
    return {"attachment": str(attachments[0].get("type")) if attachments else "unsupported"}


def _reports(event: Mapping[str, Any]) -> Iterator[Report]:
    """Echoes bring our reference back; deliveries name message ids."""
    message = _object(event.get("message"))
    if message.get("is_echo"):
        reference = message.get("metadata")
        yield Report(
            reference if isinstance(reference, str) else None,
            str(message.get("mid") or "") or None,
            "sent",
        )
    mids = _object(event.get("delivery")).get("mids")
    for mid in mids if isinstance(mids, list) else ():
        yield Report(None, str(mid), "delivered")


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    yield from (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
