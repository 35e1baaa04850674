"""Joins ES modules into one classic script, so that a phone on a slow line fetches one file.

The modules keep to a part of the language that browsers and bundlers read the same way:
`import { a, b } from "./module.js"`, `import data from "./data.json"`, `import css from
"./style.css"` (all of them also from another folder, "../folder/module.js"), and `export` before a
declaration. Names at the top of a module are unique in all of them, since they end up beside each
other. A style sheet may be put together with `@import`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import rcssmin
import rjsmin

_IMPORT = re.compile(r'^import (?P<names>\{[^}]*\}|\w+) from "(?P<file>\.\.?/[\w./-]+)";\n', re.M)
_ANY_IMPORT = re.compile(r"^import\b.*", re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const)\b)", re.M)
_STYLE_IMPORT = re.compile(r'^@import "\./(?P<file>[\w.-]+)";$', re.M)
_DECLARED = re.compile(r"^(?:async )?(?:function\*?|class|const|let)\s+(\w+)", re.M)


class BundleError(ValueError):
    """A module that cannot be joined with the others; the message names it and says why."""


def bundle(entry: Path) -> str:
    """The script that runs `entry` and all that it imports, made small.

    Raises:
        BundleError: an import in another form, a circle of imports, or a name declared twice.
    """
    parts: dict[Path, str] = {}
    _collect(entry, parts, ())
    _refuse_repeated_names(parts)
    return str(rjsmin.jsmin('(()=>{"use strict";\n' + "\n".join(parts.values()) + "\n})();"))


def joined_style(path: Path) -> str:
    """The style sheet with all that it imports, made small."""

    def imported(found: re.Match[str]) -> str:
        return path.with_name(found["file"]).read_text(encoding="utf-8")

    return str(rcssmin.cssmin(_STYLE_IMPORT.sub(imported, path.read_text(encoding="utf-8"))))


def _collect(path: Path, parts: dict[Path, str], importers: tuple[Path, ...]) -> None:
    """Add `path` to `parts`, after everything that it imports."""
    if path in importers:
        raise BundleError(f"{path.name} imports itself, by way of {importers[-1].name}")
    if path in parts:
        return
    source = path.read_text(encoding="utf-8")
    for found in _IMPORT.finditer(source):
        imported = (path.parent / found["file"]).resolve()
        if imported.suffix == ".js":
            _collect(imported, parts, (*importers, path))
        elif imported not in parts:
            parts[imported] = f"const {found['names']} = {_as_constant(imported)};"
    code = _IMPORT.sub("", source)
    unread = _ANY_IMPORT.search(code)
    if unread:
        raise BundleError(f"{path.name}: {unread[0]!r} is not a form of import that is read here")
    parts[path] = _EXPORT.sub("", code)


def _as_constant(path: Path) -> str:
    value = joined_style(path) if path.suffix == ".css" else json.loads(path.read_text("utf-8"))
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _refuse_repeated_names(parts: dict[Path, str]) -> None:
    owners: dict[str, Path] = {}
    for path, code in parts.items():
        for name in _DECLARED.findall(code):
            if name in owners:
                raise BundleError(f"{name} is declared in {owners[name].name} and in {path.name}")
            owners[name] = path
