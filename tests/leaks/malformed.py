"""Requests that no client of ours makes, with identifiers in every part."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from tests.leaks.people import BIRTH_DATE, CIN, EMAIL, IDENTIFIERS, MASSAR_CODE, PHONE

WEBHOOK = "/webhooks/rest/webhook"
ALL = " ".join(identifier.writings[0] for identifier in IDENTIFIERS)
ESCAPED = json.dumps(CIN.writings[3]) + json.dumps(PHONE.writings[3])


def malformed() -> Iterator[bytes]:
    """Whole requests as they go over the line."""
    for body in bodies():
        yield post(WEBHOOK, body)
        yield post(f"{WEBHOOK}?stream=true", body)
    in_address = quote(ALL)
    yield post(f"{WEBHOOK}?q={in_address}&cin={CIN.plain}", b'{"message": "bonjour"}')
    yield post(f"/webhooks/{CIN.plain}/webhook/{quote(EMAIL.plain)}", b"{}")
    yield request(f"GET /{in_address} HTTP/1.1")
    yield request(f"GET /static/../{CIN.plain} HTTP/1.1")
    yield request(f"PUT {WEBHOOK}?{PHONE.plain} HTTP/1.1")
    yield request(f"OPTIONS {WEBHOOK}?{PHONE.plain} HTTP/1.1", f"Origin: http://{CIN.plain}.ma")
    yield request(f"{CIN.plain} {PHONE.plain} {EMAIL.plain}")
    yield request(f"GET {in_address}")
    yield request(f"POST {WEBHOOK}?{CIN.plain} HTTP/1.1", f"Content-Length: {PHONE.plain}x")
    yield request(f"POST {WEBHOOK} HTTP/1.1", f"Transfer-Encoding: chunked\r\n\r\n{PHONE.plain}")
    yield request(f"GET /\u00ff{CIN.plain} HTTP/1.1")
    yield b"\xff\xfe" + ALL.encode() + b"\r\n\r\n"
    yield post(WEBHOOK, b'{"message": "bonjour"}', *headers())


def headers() -> Iterator[str]:
    """Lines of a request's head."""
    yield f"User-Agent: {ALL}"
    yield f"Cookie: cin={CIN.plain}; massar={MASSAR_CODE.plain}"
    yield f"X-Forwarded-For: {PHONE.plain}"
    yield f"Authorization: Bearer {EMAIL.plain}"
    yield f"Referer: http://localhost/?d={BIRTH_DATE.plain}"
    yield f"Accept: {CIN.plain}/json"


def bodies() -> Iterator[bytes]:
    """Bodies for the webhook: broken, of wrong types, too large, or with identifiers elsewhere."""
    yield f'{{"sender": "a", "message": "{ALL}"'.encode()
    yield f"{ALL} {ESCAPED}".encode()
    yield json.dumps([ALL]).encode()
    yield json.dumps(ALL).encode()
    yield PHONE.plain.encode()
    yield b'{"sender": "a", "message": ' + b"[" * 20_000 + CIN.plain.encode()
    yield json.dumps({"sender": "a", "message": ALL + " " * 100_000}).encode()
    yield json.dumps({"sender": "a", "message": ALL + " a" * 5_000}).encode()
    for odd in ([ALL], {"text": ALL}, [[{"a": CIN.plain}]], 1483059279999, True, None):
        yield json.dumps({"sender": "a", "message": odd}).encode()
        yield json.dumps({"sender": {"id": odd}, "message": "bonjour"}).encode()
        yield json.dumps({"sender": "a", "message": "bonjour", "metadata": odd}).encode()
    for identifier in IDENTIFIERS:
        plain = identifier.writings[0]
        yield json.dumps({"sender": plain, "message": "bonjour"}).encode()
        yield json.dumps({"message": "bonjour", "metadata": {plain: plain}}).encode()
        yield json.dumps({"sender": "a", "message": "bonjour", "input_channel": plain}).encode()
        for command in ("/inform", "/find_office", f"/{plain}"):
            payload = f'{command}{{"place_id": "{plain}", "cin": "{plain}"}}'
            yield json.dumps({"sender": "a", "message": payload}).encode()
        yield json.dumps(
            {"sender": "a", "message": f'/find_office{{"place_id": "{plain}"}}'}
        ).encode()


def post(path: str, body: bytes, *more: str) -> bytes:
    """A POST of JSON."""
    lines = (f"Content-Length: {len(body)}", "Content-Type: application/json", *more)
    return request(f"POST {path} HTTP/1.1", *lines) + body


def request(first: str, *more: str) -> bytes:
    """The head of a request."""
    return "\r\n".join((first, "Host: localhost", "Connection: close", *more, "", "")).encode()


def send(url: str, data: bytes) -> bytes:
    """What the server answers; nothing where it hangs up."""
    with _connected(url) as connection:
        connection.sendall(data)
        answer = b""
        try:
            while chunk := connection.recv(65536):
                answer += chunk
        except (TimeoutError, ConnectionError):
            pass
    return answer


def send_and_leave(url: str, text: str) -> None:
    """A message whose sender is gone before it is answered."""
    body = json.dumps({"sender": PHONE.plain, "message": text}).encode()
    with _connected(url) as connection:
        connection.sendall(post(f"{WEBHOOK}?cin={CIN.plain}", body))


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname, parts.port), timeout=30)
