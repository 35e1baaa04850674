"""Who may do what: tokens, and how often a conversation may be begun."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from sanic.request import Request

from bot.channels.web.refusals import OUR_FAULT, Refused
from bot.channels.web.service import WebService

BEARER = "Bearer "
RETRY_SECONDS = 10
# One subscriber's share of IPv6 addresses.
SUBSCRIBER_BITS = 64


@dataclass(frozen=True)
class Access:
    """What a good token opens: one conversation, until a moment (Unix seconds).

    `language`: the page's, if known.
    """

    conversation: str
    language: str | None
    expires_at: float


def open_with_token(service: WebService, request: Request) -> Access:
    """What the request's token opens; it is taken from the header only, which no log shows.

    Raises:
        BadToken: there is none, or no good one.
    """
    header = request.headers.get("authorization", "")
    visitor = service.tokens.read(header.removeprefix(BEARER))
    conversation = service.dialogue.conversation(visitor.id)
    return Access(conversation, visitor.language, visitor.expires_at)


def count_beginning(service: WebService, request: Request) -> None:
    """Count a new conversation for the network address that it comes from.

    Raises:
        Refused: there were too many.
    """
    if not service.beginnings.allows(_subscriber(request.remote_addr.strip("[]") or request.ip)):
        raise Refused(429, "too_many", RETRY_SECONDS, told=OUR_FAULT)


def _subscriber(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, SUBSCRIBER_BITS), strict=False))
    return address
