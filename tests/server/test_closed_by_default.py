"""What nobody opened is closed: Rasa's HTTP API, other sites, the operators' addresses."""

from __future__ import annotations

import pytest
import requests

ELSEWHERE = {"Origin": "https://evil.example"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "version"),
        ("GET", "status"),
        ("GET", "domain"),
        ("GET", "conversations/a/tracker"),
        ("POST", "conversations/a/tracker/events"),
        ("PUT", "model"),
        ("POST", "model/train"),
        ("POST", "model/parse"),
    ],
)
def test_rasas_own_api_is_not_there(assistant, method, path):
    assert requests.request(method, assistant.url + path, json={}, timeout=20).status_code == 404


@pytest.mark.parametrize("path", ["", "health", "webhooks/rest/webhook", "webhooks/web/messages"])
def test_no_other_site_may_read_an_answer(assistant, path):
    for method in ("GET", "OPTIONS", "POST"):
        answer = requests.request(
            method, assistant.url + path, headers=ELSEWHERE, json={}, timeout=20
        )
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_metrics_are_not_for_who_comes_through_a_proxy(assistant):
    headers = {"X-Forwarded-For": "196.200.0.1"}
    assert requests.get(f"{assistant.url}metrics", headers=headers, timeout=20).status_code == 404


def test_metrics_of_a_running_assistant_count_its_turns(talk):
    talk.say("bonjour")
    metrics = requests.get(f"{talk.assistant.url}metrics", timeout=20).text
    assert 'taghtia_turns_total{channel="rest",language="fr",outcome="answered"}' in metrics
    for stage in ("admit", "understand", "decide", "load", "save", "word"):
        assert f'taghtia_stage_seconds_count{{stage="{stage}"}}' in metrics
    assert "bonjour" not in metrics and talk.sender not in metrics
