"""No key, token or password of anybody is in the repository."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from detect_secrets import SecretsCollection
from detect_secrets.settings import transient_settings

from identifiers.state import PROJECT

DETECTORS = (
    "AWSKeyDetector",
    "AzureStorageKeyDetector",
    "BasicAuthDetector",
    "DiscordBotTokenDetector",
    "GitHubTokenDetector",
    "JwtTokenDetector",
    "MailchimpDetector",
    "NpmDetector",
    "PrivateKeyDetector",
    "SendGridDetector",
    "SlackDetector",
    "StripeDetector",
    "TelegramBotTokenDetector",
    "TwilioKeyDetector",
)
# Invented for tests and documents, or RabbitMQ's own default on this machine alone.
KNOWN = frozenset(
    {"guest", "PASSWORD", "CHANGE-ME", "secret", "pw", "geheim", "word", "hunter2hunter2"}
)
# 32 bytes in base64: a master key looks like that, and so does nothing else here.
MASTER_KEY = re.compile(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{43}=(?![A-Za-z0-9+/=])")
PRIVATE_FILES = re.compile(r"(\.(key|pem|p12|pfx|env|db|dump)|id_(rsa|ed25519)|\.netrc)$")


def tracked() -> list[Path]:
    """Every file of the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True, text=True
    )
    files = (PROJECT / name for name in listed.stdout.split("\0") if name)
    return [one for one in files if one.is_file() and one.suffix not in (".png", ".lock")]


@pytest.fixture(scope="module")
def found():
    """What the detectors find, without what is invented: file and line."""
    with transient_settings({"plugins_used": [{"name": one} for one in DETECTORS]}):
        secrets = SecretsCollection()
        secrets.scan_files(*map(str, tracked()))
    return [
        f"{os.path.relpath(file, PROJECT)}:{secret.line_number} {secret.type}"
        for file, secret in secrets
        if secret.secret_value not in KNOWN
    ]


def test_no_secret_is_found(found):
    assert found == []


def test_no_file_of_a_kind_that_holds_secrets_is_there():
    names = [str(one.relative_to(PROJECT)) for one in tracked()]
    assert len(names) > 300 and [one for one in names if PRIVATE_FILES.search(one)] == []


def test_no_master_key_is_there():
    texts = {one: one.read_text(encoding="utf-8", errors="replace") for one in tracked()}
    assert [str(one) for one, text in texts.items() if MASTER_KEY.search(text)] == []


def test_the_search_finds_what_is_there(tmp_path):
    leak = tmp_path / "settings.py"
    leak.write_text('URL = "postgresql://taghtia:hunter2hunter2@db/x"\n')
    with transient_settings({"plugins_used": [{"name": one} for one in DETECTORS]}):
        secrets = SecretsCollection()
        secrets.scan_file(str(leak))
    assert {secret.type for _, secret in secrets} == {"Basic Auth Credentials"}
