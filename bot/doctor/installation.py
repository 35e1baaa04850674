"""Checks of this machine: key, model, clock, files."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

import requests

from bot.commands.train import model_file, trained_model
from bot.doctor.finding import Finding, mend, ok, warning
from identifiers.key_file import key_file
from identifiers.keys import MasterKey
from identifiers.state import state_directory

PRIVATE = 0o077
MIN_FREE_BYTES = 1 << 30
MAX_SKEW_SECONDS = 30
SECONDS = 10
# Any server whose clock is right.
CLOCK_PAGE = "https://graph.facebook.com/"


def check_key() -> Finding:
    """The master key can be read, and by its owner only."""
    what = "master key"
    path = key_file()
    if not os.environ.get("TAGHTIA_KEY"):
        if not path.exists():
            return warning(what, f"none yet: bin/serve makes {path}; then back it up")
        mode = path.stat().st_mode & 0o777
        if mode & PRIVATE:
            return mend(what, f"{path} has mode {mode:o}: run `chmod 600 {path}`")
    try:
        MasterKey.from_environment()
    except (ValueError, OSError) as error:
        return mend(what, str(error))
    return ok(what, "readable by its owner only")


def check_model() -> Finding:
    """A model was trained on the present data."""
    wanted = model_file()
    model = trained_model(wanted)
    if model == wanted:
        return ok("model", model.name)
    if model is not None:
        text = f"{model.name}, since that of the present data was refused: mend the examples"
        return warning("model", f"{text} and run `bin/taghtia insights publish`")
    return warning("model", "not trained on this data: run `bin/taghtia train`, or bin/serve does")


def check_disk() -> Finding:
    """The state folder can be written, and there is room."""
    folder = state_directory()
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if not os.access(there, os.W_OK):
        return mend("state folder", f"{there} cannot be written: give it to this user")
    free = shutil.disk_usage(there).free
    if free < MIN_FREE_BYTES:
        return mend("state folder", f"{free >> 20} MiB free on {there}: make room, 1 GiB or more")
    return ok("state folder", f"{there}, {free >> 30} GiB free")


def check_clock(
    page: str = CLOCK_PAGE, now: Callable[[], float] = time.time, seconds: float = SECONDS
) -> Finding:
    """The clock agrees with another server's: signatures and leases rest on it."""
    try:
        reply = requests.head(page, timeout=seconds)
        theirs = parsedate_to_datetime(reply.headers["Date"]).timestamp()
    except (requests.RequestException, KeyError, ValueError) as error:
        return warning("clock", f"not compared: {page} did not tell ({type(error).__name__})")
    skew = abs(theirs - now())
    if skew > MAX_SKEW_SECONDS:
        return mend("clock", f"{skew:.0f} s wrong: switch time synchronisation on (timedatectl)")
    return ok("clock", f"within {MAX_SKEW_SECONDS} s of {page}")
