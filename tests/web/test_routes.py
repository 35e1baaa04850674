"""The page's files as a browser gets them: small, kept as long as they may, and locked down."""

from __future__ import annotations

import gzip
import uuid

import pytest
import requests
from sanic import Sanic

from bot.web.routes import add_page_routes
from bot.web.site import load_site
from tests.serving import serving

SITE = load_site()
ANCESTORS = "'self' https://www.um5.ac.ma"
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def server():
    app = Sanic(f"page_test_{uuid.uuid4().hex}", configure_logging=False)
    add_page_routes(app, ANCESTORS)
    with serving(app) as address:
        yield address


@pytest.mark.parametrize("path", SITE)
def test_every_file_is_served_as_what_it_is(server, path):
    answer = requests.get(server + path, headers=PLAIN, timeout=20)
    assert answer.content == SITE[path].content
    assert answer.headers["Content-Type"] == SITE[path].content_type
    assert answer.headers["Cache-Control"] == SITE[path].cache_control
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_text_is_compressed_for_whoever_accepts_it(server):
    for accepted, encoding in {"gzip, deflate": "gzip", "br, gzip;q=0": None, "": None}.items():
        headers = {"Accept-Encoding": accepted}
        answer = requests.get(
            server + "/static/widget.js", headers=headers, stream=True, timeout=20
        )
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.headers["Vary"] == "Accept-Encoding"
        body = answer.raw.read(decode_content=False)
        content = gzip.decompress(body) if encoding else body
        assert content == SITE["/static/widget.js"].content


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_an_unchanged_file_is_not_sent_again(server, accepted):
    headers = {"Accept-Encoding": accepted}
    tag = requests.get(server, headers=headers, timeout=20).headers["ETag"]
    again = requests.get(server, headers={**headers, "If-None-Match": f"W/{tag}"}, timeout=20)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    other = requests.get(server, headers={**headers, "If-None-Match": '"x"'}, timeout=20)
    assert other.status_code == 200


def test_the_page_runs_nothing_but_our_own_files(server):
    headers = requests.get(server, timeout=20).headers
    policy = dict(
        rule.strip().split(" ", 1) for rule in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert {policy[f"{kind}-src"] for kind in ("script", "style", "connect", "img")} == {"'self'"}
    assert policy["frame-ancestors"] == ANCESTORS
    assert policy["base-uri"] == policy["form-action"] == "'none'"
    assert not {"'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "*"} & set(
        headers["Content-Security-Policy"].replace(ANCESTORS, "").replace(";", "").split()
    )
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    assert "microphone=(self)" in headers["Permissions-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", SITE)
def test_other_sites_may_load_the_widget_and_nothing_else(server, path):
    policy = requests.get(server + path, timeout=20).headers["Cross-Origin-Resource-Policy"]
    assert policy == ("cross-origin" if path.startswith("/static/widget") else "same-origin")


@pytest.mark.parametrize(
    "path", ["/static/", "/static/../routes.py", "/static/%2e%2e/routes.py", "/x"]
)
def test_nothing_else_can_be_read(server, path):
    request = requests.Request("GET", server).prepare()
    request.url = server + path
    assert requests.Session().send(request, timeout=20).status_code == 404


def test_the_head_of_a_file_can_be_asked_for(server):
    head = requests.head(server + "/static/widget.js", headers=PLAIN, timeout=20)
    assert head.status_code == 200 and head.content == b""
    assert int(head.headers["Content-Length"]) == len(SITE["/static/widget.js"].content)
