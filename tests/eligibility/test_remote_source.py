"""The remote source is asked within fixed limits, safely, and never believed by accident."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timezone

import pytest
import trustme
from werkzeug import Response

from eligibility.person import Identity
from eligibility.remote.client import RemoteSource
from eligibility.remote.exchange import MOST_AT_ONCE, MOST_BYTES
from eligibility.remote.settings import RemoteSettings
from tests.fund_service import answer_with, application, fund_service
from tests.waiting import wait_until

NOW = datetime(2026, 11, 26, 12, tzinfo=timezone.utc)
SALMA = Identity("ZZ100001", "Z100000001", date(2005, 3, 5))
SECRETS = ("ZZ100001", "Z100000001", "2005-03-05", "s3cret-token")


# So much that a busy machine meets none of the limits which a test is not about.
PATIENT = {"connect_seconds": 30, "read_seconds": 30, "budget_seconds": 60}


@pytest.fixture
def service():
    with fund_service() as service:
        service.knows("ZZ100001", "Z100000001", date(2005, 3, 5), application())
        yield service


def source(service, **limits) -> RemoteSource:
    settings = RemoteSettings(service.url, token="s3cret-token")
    return RemoteSource(replace(settings, **{**PATIENT, **limits}))


def test_a_person_is_found_and_an_unknown_one_is_a_definite_no(service):
    asked = source(service)
    found = asked.ask(SALMA, NOW)
    assert [one.academic_year for one in found.applications] == ["2026-2027"]
    unknown = asked.ask(replace(SALMA, birth_date=date(2005, 3, 6)), NOW)
    assert unknown is not None and unknown.applications == ()


def test_identifiers_travel_in_the_body_and_the_token_in_its_header(service):
    source(service).ask(SALMA, NOW)
    (question,), (url,), (headers,) = service.asked, service.urls, service.headers
    assert question["cin"] == "ZZ100001" and question["birth_date"] == "2005-03-05"
    assert headers["Authorization"] == "Bearer s3cret-token"
    assert not [secret for secret in SECRETS if secret in url]
    assert not [s for s in SECRETS[:3] if s in str(headers)]


def test_nothing_that_is_sent_or_answered_is_logged_even_when_debugging(service, caplog):
    caplog.set_level(logging.DEBUG)
    asked = source(service)
    asked.ask(SALMA, NOW)
    service.behave = lambda question: Response(str(question), 500)
    asked.ask(SALMA, NOW)
    service.behave = lambda question: answer_with(question, question["cin"])
    asked.ask(SALMA, NOW)
    assert "HTTP 500" in caplog.text and "applications" in caplog.text
    assert not [secret for secret in SECRETS if secret in caplog.text]
    assert not [secret for secret in SECRETS if secret in f"{asked.settings!r}"]


HTML = "<html><body>Service momentan\u00e9ment indisponible</body></html>"
LONG = "[" + " " * MOST_BYTES + "]"


def json_response(text: str, **more: object) -> Response:
    return Response(text, content_type="application/json", **more)


NO_ANSWERS = {
    "an error": lambda q: Response("no", 500),
    "not found, which a wrong path says too": lambda q: Response("no", 404),
    "a refused token": lambda q: Response("no", 401),
    "an HTML page with status 200": lambda q: Response(HTML, content_type="text/html"),
    "an HTML page that calls itself JSON": lambda q: json_response(HTML),
    "no body": lambda q: json_response(""),
    "no content": lambda q: Response("", 204),
    "another person's answer": lambda q: answer_with(q, [application()], request_id="other"),
    "an unknown status": lambda q: answer_with(q, [application("perhaps")]),
    "too long an answer": lambda q: json_response(LONG),
    "a body shorter than it says": lambda q: json_response("{", headers={"Content-Length": "5000"}),
}


@pytest.mark.parametrize("case", NO_ANSWERS)
def test_what_is_no_answer_is_never_taken_for_not_found(service, case):
    service.behave = NO_ANSWERS[case]
    assert source(service).ask(SALMA, NOW) is None


def test_a_redirect_is_not_followed(service):
    elsewhere = []
    service.server.expect_request("/elsewhere").respond_with_handler(
        lambda request: elsewhere.append(request) or Response("{}")
    )
    for status in (301, 302, 307, 308):
        service.behave = lambda q, status=status: Response(
            "", status, headers={"Location": service.server.url_for("/elsewhere")}
        )
        assert source(service).ask(SALMA, NOW) is None
    assert elsewhere == []


def test_a_cookie_of_one_persons_answer_is_not_sent_with_anothers(service):
    def with_cookie(question):
        response = service.answer(question)
        response.set_cookie("session", "salma")
        return response

    service.behave = with_cookie
    asked = source(service)
    asked.ask(SALMA, NOW)
    asked.ask(SALMA, NOW)
    assert "Cookie" not in service.headers[1]


def test_a_hiccup_is_tried_once_more(service):
    answers = iter([lambda q: Response("", 503), service.answer])
    service.behave = lambda question: next(answers)(question)
    assert source(service).ask(SALMA, NOW) is not None
    assert len(service.asked) == 2


def test_tries_are_bounded_and_a_plain_error_is_not_repeated(service):
    service.behave = lambda question: Response("", 503)
    source(service).ask(SALMA, NOW)
    assert len(service.asked) == 2
    service.behave = lambda question: Response("", 500)
    source(service).ask(SALMA, NOW)
    assert len(service.asked) == 3


def test_a_service_that_is_not_there_is_no_answer():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    asked = RemoteSource(RemoteSettings(f"http://127.0.0.1:{port}"))
    assert asked.ask(SALMA, NOW) is None


def test_a_slow_service_is_given_up_in_time(service):
    go_on = threading.Event()
    service.behave = lambda q: (go_on.wait(20), service.answer(q))[1]
    asked = source(service, read_seconds=0.1, budget_seconds=1.5)
    began = time.monotonic()
    assert asked.ask(SALMA, NOW) is None
    assert time.monotonic() - began < 10
    go_on.set()


def test_a_service_that_sends_a_byte_at_a_time_is_given_up_within_the_budget():
    """Each byte comes in time for the socket's own time-out; only the budget ends it."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not stop.wait(0.05):
                    try:
                        connection.sendall(b"a")
                    except OSError:
                        return

        threading.Thread(target=drip, daemon=True).start()
        settings = RemoteSettings(
            f"http://127.0.0.1:{server.getsockname()[1]}", read_seconds=10, budget_seconds=0.5
        )
        began = time.monotonic()
        assert RemoteSource(settings).ask(SALMA, NOW) is None
        assert time.monotonic() - began < 8
        stop.set()


def test_after_failures_in_a_row_nobody_waits_until_it_is_tried_again(service):
    service.behave = lambda question: Response("", 500)
    asked = source(service, failures_until_open=3, open_seconds=0.3)
    for _ in range(6):
        assert asked.ask(SALMA, NOW) is None
    assert len(service.asked) == 3
    service.behave = service.answer
    wait_until(lambda: asked.ask(SALMA, NOW) is not None)
    assert len(service.asked) == 4


def test_a_still_failing_service_is_left_alone_again(service):
    service.behave = lambda question: Response("", 500)
    asked = source(service, failures_until_open=1, open_seconds=1)
    wait_until(lambda: asked.ask(SALMA, NOW) is None and len(service.asked) == 2)
    asked.ask(SALMA, NOW)
    assert len(service.asked) == 2


def test_a_lie_on_one_person_does_not_cut_the_others_off(service):
    service.behave = lambda question: answer_with(question, [application("perhaps")])
    asked = source(service, failures_until_open=2)
    for _ in range(4):
        asked.ask(SALMA, NOW)
    assert len(service.asked) == 4


def test_only_so_many_wait_at_once(service):
    go_on = threading.Event()
    service.behave = lambda q: (go_on.wait(20), service.answer(q))[1]
    asked = source(service)
    with ThreadPoolExecutor(MOST_AT_ONCE + 1) as pool:
        waiting = [pool.submit(asked.ask, SALMA, NOW) for _ in range(MOST_AT_ONCE)]
        wait_until(lambda: len(service.asked) == MOST_AT_ONCE)
        assert asked.ask(SALMA, NOW) is None
        go_on.set()
        assert all(one.result() is not None for one in waiting)


@pytest.fixture
def authority():
    return trustme.CA()


@pytest.fixture
def secure(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with fund_service(context) as service:
        service.knows("ZZ100001", "Z100000001", date(2005, 3, 5), application())
        yield service


def test_tls_with_the_bundle_that_is_set(secure, authority, tmp_path):
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    assert source(secure, ca=bundle).ask(SALMA, NOW) is not None


def test_tls_of_an_unknown_authority_is_refused_before_anything_is_said(secure, tmp_path):
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    assert source(secure, ca=other).ask(SALMA, NOW) is None
    assert source(secure).ask(SALMA, NOW) is None
    assert secure.asked == []


def test_tls_for_another_host_is_refused(secure, authority, tmp_path):
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    elsewhere = source(secure, url=secure.url.replace("localhost", "127.0.0.1"), ca=bundle)
    assert elsewhere.ask(SALMA, NOW) is None
    assert secure.asked == []


def test_the_machines_proxy_and_bundle_settings_are_not_used(
    secure, monkeypatch, authority, tmp_path
):
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere")
    assert source(secure, ca=bundle).ask(SALMA, NOW) is not None
