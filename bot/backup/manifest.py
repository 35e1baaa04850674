"""What a copy says of itself: its files, their digests, their rows, and which key they need."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.backup.stores import CannotBackUp
from identifiers.keys import KeyChain, MasterKey

NAME = "manifest.json"
FORM = 1
_BLOCK = 1 << 20


@dataclass(frozen=True)
class CopiedDatabase:
    """One file of a copy; `sha256` is of the file."""

    file: str
    kind: str
    stores: tuple[str, ...]
    rows: dict[str, int]
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`made_at`: UTC in ISO form; `key`: recognises the newest key, and tells nothing of it."""

    made_at: str
    key: str
    databases: tuple[CopiedDatabase, ...]

    def write(self, folder: Path) -> None:
        """Into a folder, for its owner only."""
        content = json.dumps({"form": FORM, **asdict(self)}, indent=1) + "\n"
        (folder / NAME).write_text(content, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """From a folder.

        Raises:
            CannotBackUp: there is none, or one of another version of this program.
        """
        try:
            found = json.loads((folder / NAME).read_text(encoding="utf-8"))
            if found.pop("form") != FORM:
                raise CannotBackUp(f"{folder / NAME} was made by another version of taghtia")
            copied = [
                CopiedDatabase(**{**one, "stores": tuple(one["stores"])})
                for one in found.pop("databases")
            ]
            return cls(**found, databases=tuple(copied))
        except (OSError, ValueError, KeyError, TypeError):
            raise CannotBackUp(f"{folder} is no copy made by `taghtia backup`") from None


def key_mark(key: MasterKey) -> str:
    """By which a key is recognised; it leads back to nothing."""
    return key.derive("mark of a back-up").hex()[:16]


def fits(manifest: Manifest, chain: KeyChain) -> bool:
    """Whether the keys at hand are those of the copy, or newer ones beside them."""
    return any(key_mark(key) == manifest.key for key in chain.keys)


def digest(file: Path) -> str:
    """SHA-256 of a file's content, in hexadecimal."""
    made = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK):
            made.update(block)
    return made.hexdigest()
