"""A full disk: what was not taken in is said to be, and what was is answered once there is room."""

from __future__ import annotations

import os
import subprocess
import uuid
from pathlib import Path

import pytest

from tests.channels.conftest import ScriptedRasa, serving
from tests.channels.conftest import settings as settings_of_channels
from tests.channels.page import Page

# SQLite lets its log grow to 4 MB before it writes it back.
KILOBYTES = 16384
settings = settings_of_channels


@pytest.fixture
def disk(tmp_path):
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    size = f"size={KILOBYTES}k"
    if (
        os.geteuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder]).returncode
    ):
        pytest.skip("only root may mount a disk of a test's own")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(disk: Path) -> Path:
    """A file that takes all the room that is left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                pass
    return ballast


@pytest.fixture
def vault(tmp_path):
    from identifiers.vault import Vault

    return Vault(f"sqlite:///{tmp_path / 'vault.db'}", b"v" * 32)


def test_a_full_disk_loses_doubles_and_invents_nothing(disk, settings):
    settings.setenv("TAGHTIA_OUTBOX_URL", f"sqlite:///{disk / 'outbox.db'}")
    rasa = ScriptedRasa()
    with serving(rasa) as server:
        pages = [Page(server) for _ in range(5)]
        before = [page.say(f"before {n}") for n, page in enumerate(pages)]
        ballast, refused = fill(disk), {}
        for number in range(200):
            page, client_id = pages[number % 5], str(uuid.uuid4())
            answer = page.post("/messages", {"id": client_id, "text": f"full {number}" * 20})
            if answer.status_code != 202:
                refused[client_id] = (page, number)
                # Said to the person, with when to try again; never a broken page.
                assert answer.status_code == 503 and answer.json()["message"]["ar"]
                assert int(answer.headers["Retry-After"]) > 0
            if len(refused) == 10:
                break
        assert len(refused) == 10, "the disk was not full"
        ballast.unlink()
        for client_id, (page, number) in refused.items():
            page.answers_to(page.send(client_id, text=f"full {number}" * 20))
        for page, first in zip(pages, before, strict=True):
            said = page.messages()
            questions = [one["text"] for one in said if one["from"] == "student"]
            answers = [one["text"] for one in said if one["from"] == "assistant"]
            assert answers == [f"re: {one}" for one in questions]
            assert answers[0] == first and len(set(questions)) == len(questions)
