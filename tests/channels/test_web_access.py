"""A conversation opens to its own page only, and to the web sites that are allowed."""

from __future__ import annotations

import base64
import time
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from bot.channels.web.origins import AllowedOrigins
from bot.channels.web.settings import WebSettings
from bot.channels.web.tokens import BadToken, Tokens
from identifiers.keys import MasterKey
from tests.channels.conftest import serving
from tests.channels.page import Page

CALLS = [
    ("POST", "/messages"),
    ("GET", "/messages"),
    ("GET", "/events"),
    ("POST", "/feedback"),
    ("DELETE", "/conversation"),
]
UNIVERSITY = "https://www.um5.ac.ma"


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_every_call_wants_a_token_of_ours(server, method, path):
    page = Page(server)
    other = Fernet(Fernet.generate_key()).encrypt(b"x" * 16).decode()
    changed = page.token[:-5] + ("A" if page.token[-5] != "A" else "B") + page.token[-4:]
    for token in ("", "x", other, changed, page.token + "A" * 500, "é"):
        headers = {"Authorization": f"Bearer {token}".encode()}
        refused = page.request(method, path, headers=headers, json={})
        assert refused.status_code == 401 and refused.json() == {"error": "bad_token"}


def test_a_token_in_the_address_is_worth_nothing(server):
    page = Page(server)
    token, page.token = page.token, ""
    for name in ("token", "access_token", "authorization"):
        assert page.request("GET", f"/messages?{name}={token}").status_code == 401


def test_a_token_is_refused_after_its_time(server):
    key = MasterKey.from_environment().derive("web conversation")
    for age, status in ((0, 200), (86_390, 200), (86_410, 401)):
        moment = time.time() - age
        token, _ = Tokens(key, timedelta(hours=24), lambda moment=moment: moment).issue("fr")
        assert Page(server, token=token).request("GET", "/messages").status_code == status


def test_a_page_cannot_choose_its_conversation(server, rasa):
    page = Page(server)
    page.say("bonjour")
    body = {"language": "fr", "token": page.token, "id": rasa.heard[0].sender_id, "sender": "x"}
    token = page.post("/conversations", body).json()["token"]
    assert token != page.token
    assert Page(server, token=token).messages() == []


def test_a_token_says_nothing_and_is_good_for_its_time():
    now = [1_000_000.0]
    tokens = Tokens(b"k" * 32, timedelta(hours=24), lambda: now[0])
    token, seconds = tokens.issue("fr")
    visitor = tokens.read(token)
    assert (seconds, visitor.language, visitor.expires_at) == (86_400, "fr", 1_086_400.0)
    assert len(visitor.id) == 32 and visitor.id not in token
    assert bytes.fromhex(visitor.id) not in base64.urlsafe_b64decode(token)
    now[0] += 86_401
    with pytest.raises(BadToken):
        tokens.read(token)


def test_tokens_of_another_installation_are_refused():
    token, _ = Tokens(b"a" * 32, timedelta(hours=1)).issue(None)
    with pytest.raises(BadToken):
        Tokens(b"b" * 32, timedelta(hours=1)).read(token)


def test_a_foreign_page_is_refused_everywhere(server):
    page = Page(server)
    foreign = {"Origin": "https://evil.example"}
    for method, path in [*CALLS, ("POST", "/conversations")]:
        refused = page.request(method, path, headers=foreign, json={})
        assert refused.status_code == 403 and refused.json() == {"error": "foreign_origin"}
        assert "Access-Control-Allow-Origin" not in refused.headers
    assert page.post("/conversations", {}, headers={"Origin": "null"}).status_code == 403
    without = {"Sec-Fetch-Site": "cross-site"}
    assert page.post("/conversations", {}, headers=without).status_code == 403


def test_the_servers_own_page_needs_no_permission(server):
    for origin in (server, server.upper().replace("HTTP", "http")):
        begun = Page(server, headers={"Origin": origin})
        assert begun.messages() == []


def test_an_allowed_site_may_use_the_chat_and_read_the_answers(settings, rasa):
    settings.setenv("TAGHTIA_WEB_ORIGINS", f"{UNIVERSITY}, https://portail.example:8443")
    with serving(rasa) as server:
        page = Page(server, headers={"Origin": UNIVERSITY})
        assert page.say("bonjour") == "re: bonjour"
        answer = page.request("GET", "/messages")
        assert answer.headers["Access-Control-Allow-Origin"] == UNIVERSITY
        assert answer.headers["Vary"] == "Origin"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        refused = page.request("POST", "/messages", json={})
        assert refused.status_code == 400
        assert refused.headers["Access-Control-Allow-Origin"] == UNIVERSITY
        with page.stream() as events:
            assert next(events).id == 1
        other = page.post("/conversations", {}, headers={"Origin": "http://www.um5.ac.ma"})
        assert other.status_code == 403


def test_a_browser_asking_first_is_told_what_is_allowed(settings, rasa):
    settings.setenv("TAGHTIA_WEB_ORIGINS", UNIVERSITY)
    with serving(rasa) as server:
        page = Page(server)
        for path in ("/messages", "/events", "/conversation"):
            asked = page.request("OPTIONS", path, headers={"Origin": UNIVERSITY})
            assert asked.ok and asked.headers["Access-Control-Allow-Origin"] == UNIVERSITY
            assert "DELETE" in asked.headers["Access-Control-Allow-Methods"]
            assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
        asked = page.request("OPTIONS", "/messages", headers={"Origin": "https://evil.example"})
        assert "Access-Control-Allow-Origin" not in asked.headers


def test_every_site_is_allowed_only_where_that_is_written_out(settings, rasa):
    settings.setenv("TAGHTIA_WEB_ORIGINS", "*")
    with serving(rasa) as server:
        assert Page(server, headers={"Origin": "https://any.example"}).messages() == []


@pytest.mark.parametrize(
    "origin", ["um5.ac.ma", "https://um5.ac.ma/page", "https://*.ma", "ftp://x"]
)
def test_a_mistyped_origin_is_named_with_the_mend(origin):
    with pytest.raises(ValueError, match=r"TAGHTIA_WEB_ORIGINS: .* is no origin; write https://"):
        AllowedOrigins.parse(f"https://ok.example {origin}")


@pytest.mark.parametrize("value", ["0", "-1", "a day", "1.5", "١"])
def test_a_mistyped_number_is_named_with_the_mend(monkeypatch, value):
    monkeypatch.setenv("TAGHTIA_WEB_RESTORE_HOURS", value)
    with pytest.raises(ValueError, match="TAGHTIA_WEB_RESTORE_HOURS must be a whole number"):
        WebSettings.from_environment()


def test_a_flood_of_new_conversations_is_slowed_and_writes_nothing(settings, rasa, tmp_path):
    settings.setenv("TAGHTIA_WEB_CONVERSATIONS_PER_MINUTE", "3")
    with serving(rasa) as server:
        page = Page(server)
        statuses = [page.post("/conversations", {}).status_code for _ in range(4)]
        assert statuses == [201, 201, 429, 429]
        refused = page.post("/conversations", {})
        assert refused.json()["error"] == "too_many" and int(refused.headers["Retry-After"]) > 0


def test_a_flood_of_messages_is_slowed_and_nothing_is_lost(server, rasa):
    page = Page(server)
    body = {"id": "00000000-0000-0000-0000-%012d", "text": "bonjour"}
    sent = [page.post("/messages", {**body, "id": body["id"] % n}) for n in range(63)]
    accepted = [answer for answer in sent if answer.status_code == 202]
    refused = [answer for answer in sent if answer.status_code == 429]
    assert len(accepted) == 60 and len(refused) == 3
    assert refused[0].json()["error"] == "too_many" and refused[0].headers["Retry-After"]
    assert set(refused[0].json()["message"]) == {"fr", "ar"}
    page.answers_to(accepted[-1].json()["number"])
    assert len(rasa.heard) == 60


def test_answers_are_kept_in_no_cache_and_read_as_what_they_are(server):
    page = Page(server)
    for answer in (page.request("GET", "/messages"), page.post("/messages", {})):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("method", "path"), [("PUT", "/messages"), ("GET", "/conversations")])
def test_another_method_is_refused(server, method, path):
    assert Page(server).request(method, path).status_code == 405
