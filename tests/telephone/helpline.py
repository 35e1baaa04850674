"""A call centre: the running assistant with a desk, hours that tests set, a number to dial."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.commands.running import RunningAssistant, running_assistant
from handover import HandoverStore
from handover.migrations import upgrade
from handover.states import Role
from identifiers.keys import MasterKey
from knowledge.clock import MOROCCO
from tests.telephone.caller import SETTINGS, Caller

PASSWORD = "correct horse battery"
TARGET = "+212537000000"
TODAY = "2026-11-26"
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
ALWAYS = "days:\n" + "".join(f'  {day}: "00:00-23:59"\n' for day in DAYS)
# Two hours in the night of every day: call-backs can be had, but hardly ever now.
SELDOM = "days:\n" + "".join(f'  {day}: "{{0}}"\n' for day in DAYS)


@dataclass
class Centre:
    """The server, and what its agents see."""

    assistant: RunningAssistant
    store: HandoverStore
    hours: Path

    def caller(self, language_key: str | None = None, **more) -> Caller:
        """Somebody who calls, and has chosen a language if a key is given."""
        caller = Caller(self.assistant.url, **more)
        caller.rings()
        if language_key:
            caller.presses(language_key)
        return caller

    def opens(self, open_: bool) -> None:
        self.hours.write_text(ALWAYS if open_ else _far_from_now())


@contextmanager
def centre(folder: Path) -> Iterator[Centre]:
    """A centre with one agent's account, in a folder of its own."""
    key, hours = MasterKey.new().encode(), folder / "hours.yml"
    hours.write_text(ALWAYS)
    settings = {
        **SETTINGS,
        "TAGHTIA_KEY": key,
        "TAGHTIA_HELPLINE": str(hours),
        "TAGHTIA_TELEPHONE_TRANSFER": TARGET,
        "TAGHTIA_TODAY": TODAY,
    }
    url = f"sqlite:///{folder / 'handover.db'}"
    upgrade(url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TAGHTIA_KEY", key)
        store = HandoverStore.open(url)
        store.accounts.add("salma", "Salma", Role.AGENT, PASSWORD)
        with running_assistant(folder, **settings) as running:
            yield Centre(running, store, hours)


def _far_from_now() -> str:
    """Open every day, but not within the next hours."""
    hour = (datetime.now(MOROCCO) + timedelta(hours=6)).hour
    hour = min(hour, 21) if hour else 1
    return SELDOM.format(f"{hour:02d}:00-{hour + 2:02d}:00")
