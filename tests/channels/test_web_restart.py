"""The server is killed between a message's acceptance and its answer, and starts again."""

from __future__ import annotations

import os
import signal
import uuid
from pathlib import Path

import requests

from bot.commands.running import running_assistant
from tests.channels.page import Page

UNIVERSITY = "https://www.um5.ac.ma"
TOKEN = "0123456789abcdef0123456789abcdef"


def child(pid: int, module: str) -> int:
    """The process id of a child of the serve command, by the module that it runs."""
    for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        if module.encode() in Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0"):
            return int(one)
    raise AssertionError(f"{module} does not run")


def test_a_killed_server_answers_after_its_restart_what_it_had_accepted(tmp_path):
    client_id = str(uuid.uuid4())
    question = {"text": "comment je m'inscris ?"}
    with running_assistant(tmp_path) as assistant:
        page = Page(assistant.url, "fr")
        before = page.answers_to(page.send(text="quel est le prix ?"))
        rasa, actions = (child(assistant.pid, f"{m}.server") for m in ("bot", "actions"))
        # The turn hangs in its action, so that the kill comes before the answer.
        os.kill(actions, signal.SIGSTOP)
        number = page.send(client_id, **question)
        os.kill(rasa, signal.SIGKILL)
        os.kill(actions, signal.SIGCONT)
    settings = {"TAGHTIA_API_TOKEN": TOKEN, "TAGHTIA_WEB_ORIGINS": UNIVERSITY}
    with running_assistant(tmp_path, **settings) as assistant:
        page = Page(assistant.url, token=page.token)
        assert page.send(client_id, **question) == number
        (answer,) = page.answers_to(number, seconds=60)
        assert answer["name"] == "utter_ask_enrollment_steps"
        messages = page.messages()
        assert messages[number - 2] == before[-1]
        assert [m["number"] for m in messages] == list(range(1, number + 2))
        api_opens_to_its_token_only(assistant.url)
        an_allowed_site_passes_rasas_own_rules_for_other_sites(assistant.url)


def api_opens_to_its_token_only(url: str) -> None:
    assert requests.get(f"{url}status", timeout=20).status_code == 401
    assert requests.get(f"{url}status?token=wrong", timeout=20).status_code == 401
    assert requests.get(f"{url}status?token={TOKEN}", timeout=20).status_code == 200


def an_allowed_site_passes_rasas_own_rules_for_other_sites(url: str) -> None:
    origin = {"Origin": UNIVERSITY}
    preflight = {**origin, "Access-Control-Request-Method": "POST"}
    page = Page(url, headers=origin)
    asked = page.request("OPTIONS", "/messages", headers=preflight)
    assert asked.ok and asked.headers["Access-Control-Allow-Origin"] == UNIVERSITY
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in asked.headers
    assert page.request("GET", "/messages").headers["Access-Control-Allow-Origin"] == UNIVERSITY
    assert UNIVERSITY in requests.get(url, timeout=20).headers["Content-Security-Policy"]
    rest = requests.post(f"{url}webhooks/rest/webhook", json={}, headers=origin, timeout=20)
    assert "Access-Control-Allow-Origin" not in rest.headers
