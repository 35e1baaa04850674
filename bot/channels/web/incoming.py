"""What a page sends, checked."""

from __future__ import annotations

import json
import unicodedata
import uuid
from dataclasses import dataclass
from typing import Any

from sanic.request import Request

from bot.channels.web.refusals import Refused, too_large
from knowledge.records import LANGUAGES

MAX_BODY_BYTES = 16_384
MAX_TITLE = 100
MAX_DIGITS = 9


@dataclass(frozen=True)
class Incoming:
    """A message as the page sends it, by one of three ways: words, a button, a place on the globe.

    `location`: `{"lat", "lon"}` in degrees.
    """

    client_id: str
    text: str = ""
    payload: str = ""
    title: str = ""
    location: dict[str, float] | None = None


def body_of(request: Request) -> dict[str, Any]:
    """The request's JSON object.

    Raises:
        Refused: too large, or no such thing.
    """
    if len(request.body) > MAX_BODY_BYTES:
        raise too_large()
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise _bad_request() from None
    if not isinstance(body, dict):
        raise _bad_request()
    return body


def read_language(body: dict[str, Any]) -> str | None:
    """The page's language, if it says one that we speak."""
    language = body.get("language")
    return language if isinstance(language, str) and language in LANGUAGES else None


def read_message(body: dict[str, Any]) -> Incoming:
    """The message of `POST /messages`.

    Raises:
        Refused: it is not one of the three forms.
    """
    client_id = _client_id(body.get("id"))
    if "location" in body:
        return Incoming(client_id, location=_location(body["location"]))
    if "payload" in body:
        payload, title = _words(body["payload"]), _words(body.get("title"))
        return Incoming(client_id, payload=payload, title=title[:MAX_TITLE])
    return Incoming(client_id, text=_words(body.get("text")))


def read_vote(body: dict[str, Any]) -> tuple[int, bool]:
    """Message number and vote of `POST /feedback`."""
    number, helpful = body.get("number"), body.get("helpful")
    if type(number) is not int or not 0 < number < 10**MAX_DIGITS or not isinstance(helpful, bool):
        raise _bad_request()
    return number, helpful


def read_number(text: str | None) -> int:
    """A whole number in a header or an address, 0 where there is none."""
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > MAX_DIGITS:
        raise _bad_request()
    return int(text)


def _client_id(value: object) -> str:
    try:
        return str(uuid.UUID(value if isinstance(value, str) else ""))
    except ValueError:
        raise _bad_request() from None


def _words(value: object) -> str:
    """Text that every database can hold, with something in it."""
    if not isinstance(value, str):
        raise _bad_request()
    # Control characters and halves of surrogate pairs say nothing; line ends and tabs may stay.
    kept = (c for c in value if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    text = "".join(kept).strip()
    if not text:
        raise _bad_request()
    return text


def _location(value: object) -> dict[str, float]:
    place = value if isinstance(value, dict) else {}
    return {"lat": _degrees(place.get("lat"), 90), "lon": _degrees(place.get("lon"), 180)}


def _degrees(value: object, most: int) -> float:
    # Python counts True and False as numbers; a comparison with "not a number" is false.
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= most:
        raise _bad_request()
    return float(value)


def _bad_request() -> Refused:
    return Refused(400, "bad_request")
