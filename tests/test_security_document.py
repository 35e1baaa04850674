"""`docs/security.md` names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
NAMED = re.compile(r"`(?P<file>tests/[\w/]+\.py)(?:::(?P<test>test_\w+))?`")


def test_every_test_that_the_threat_model_rests_on_is_there():
    document = (PROJECT / "docs" / "security.md").read_text(encoding="utf-8")
    named = list(NAMED.finditer(document))
    missing = [one[0] for one in named if not _exists(one["file"], one["test"])]
    assert len(named) > 20 and missing == []


def _exists(file: str, test: str | None) -> bool:
    path = PROJECT / file
    if not path.exists():
        return False
    return test is None or f"def {test}(" in path.read_text(encoding="utf-8")
