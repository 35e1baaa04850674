"""Metrics are for the operators, and not for whoever finds the address."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid

import pytest
import requests
from sanic import Sanic

from telemetry.exposition import add_metrics, metrics_token
from tests.serving import serving

TOKEN = "0123456789abcdef0123456789"

WORKERS = """
import os
from telemetry.metrics import FALLBACKS
if os.fork() == 0:
    FALLBACKS.labels("lost").inc(2)
    os._exit(0)
os.wait()
FALLBACKS.labels("lost").inc()
from telemetry.exposition import exposed
print(exposed().decode())
"""


@pytest.fixture(scope="module")
def server():
    os.environ["TAGHTIA_METRICS_TOKEN"] = TOKEN
    app = Sanic(f"metrics_test_{uuid.uuid4().hex}", configure_logging=False)
    add_metrics(app)
    del os.environ["TAGHTIA_METRICS_TOKEN"]
    with serving(app) as address:
        yield f"{address}/metrics"


def test_this_machine_may_read_them(server):
    answer = requests.get(server, timeout=20)
    assert answer.status_code == 200
    assert "# TYPE taghtia_turns_total counter" in answer.text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"])
def test_who_comes_through_a_proxy_is_told_that_there_is_nothing(server, header):
    assert requests.get(server, headers={header: "127.0.0.1"}, timeout=20).status_code == 404


@pytest.mark.parametrize(("token", "status"), [(TOKEN, 200), (TOKEN[:-1], 404), ("", 404)])
def test_through_a_proxy_only_the_token_opens_them(server, token, status):
    headers = {"X-Forwarded-For": "10.0.0.7", "Authorization": f"Bearer {token}"}
    assert requests.get(server, headers=headers, timeout=20).status_code == status


def test_a_token_that_could_be_guessed_is_refused_and_not_quoted(monkeypatch):
    monkeypatch.setenv("TAGHTIA_METRICS_TOKEN", "secret")
    with pytest.raises(ValueError, match="TAGHTIA_METRICS_TOKEN must have 20") as refused:
        metrics_token()
    assert "secret" not in str(refused.value)


def test_the_workers_of_one_server_are_counted_together(tmp_path):
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", WORKERS], env=environment, capture_output=True, text=True, check=True
    )
    assert 'taghtia_fallbacks_total{kind="lost"} 3.0' in done.stdout
