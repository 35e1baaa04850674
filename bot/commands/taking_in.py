"""Takes what conversations tell into the analytics store, beside whatever else runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from insights.consuming import Consuming
from insights.settings import is_on


@contextmanager
def events_taken_in() -> Iterator[None]:
    """Until the block ends, unless `TAGHTIA_INSIGHTS` is off."""
    consuming = Consuming.from_environment() if is_on() else None
    if consuming is not None:
        consuming.start()
    try:
        yield
    finally:
        if consuming is not None:
            consuming.stop()
