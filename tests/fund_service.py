"""A fund's service as the contract wants it, that can be told to misbehave."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

PATH = "/applications/lookup"
Question = dict[str, str]
Behaviour = Callable[[Question], Response]


class FundService:
    """Answers on the people that it knows; every question is kept in `asked`."""

    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.url = server.url_for("").rstrip("/")
        self.people: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
        self.asked: list[Question] = []
        self.headers: list[dict[str, str]] = []
        self.urls: list[str] = []
        self.behave: Behaviour = self.answer
        server.expect_request(PATH, method="POST").respond_with_handler(self._handle)

    def knows(self, cin: str, massar_code: str, born: date, *applications: dict[str, Any]) -> None:
        """From now on this person has these applications."""
        self.people[cin, massar_code, born.isoformat()] = list(applications)

    def answer(self, question: Question) -> Response:
        """As the contract says."""
        person = question["cin"], question["massar_code"], question["birth_date"]
        return answer_with(question, self.people.get(person, []))

    def _handle(self, request: Request) -> Response:
        question = json.loads(request.get_data())
        self.asked.append(question)
        self.headers.append(dict(request.headers))
        self.urls.append(request.url)
        return self.behave(question)


@contextmanager
def fund_service(ssl_context: ssl.SSLContext | None = None) -> Iterator[FundService]:
    """A service on a free port of this machine, each request in a thread of its own."""
    with HTTPServer(host="localhost", ssl_context=ssl_context, threaded=True) as server:
        yield FundService(server)


def application(
    status: str = "accepted",
    year: str = "2026-2027",
    updated_at: str = "2026-11-20T09:30:00+01:00",
    history: list[tuple[str, str]] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """An application as the service says it."""
    changes = history or [(status, updated_at)]
    return {
        "academic_year": year,
        "university": "UM5",
        "status": status,
        "updated_at": updated_at,
        "history": [{"status": state, "at": at} for state, at in changes],
        **more,
    }


def answer_with(question: Question, applications: Any, **changes: Any) -> Response:
    """A response of the right form with these applications; `changes` replace its members."""
    body = {"request_id": question["request_id"], "applications": applications, **changes}
    return Response(json.dumps(body), content_type="application/json")
