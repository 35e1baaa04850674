"""All files of the page and the widget, as they are sent: made once, in memory, at start."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from bot.web.bundle import bundle, joined_style

_HERE = Path(__file__).parent
_PAGE = _HERE / "page"
_WIDGET = _HERE / "widget"

# The name holds a digest of the content.
LASTING = "public, max-age=31536000, immutable"
# Other sites name this file in their pages: a phone asks again once an hour, and shows meanwhile
# what it has.
HOURLY = "public, max-age=3600, stale-while-revalidate=604800"
ALWAYS_ASKED = "no-cache"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True)
class SiteFile:
    """One file: bytes, media type, and how long a browser may keep it."""

    content: bytes
    content_type: str
    cache_control: str

    @cached_property
    def gzipped(self) -> bytes:
        """The content for a client that accepts gzip."""
        return gzip.compress(self.content, 9, mtime=0)

    @cached_property
    def digest(self) -> str:
        """Ten hexadecimal digits that change with the content."""
        return hashlib.sha256(self.content).hexdigest()[:10]


def load_site() -> dict[str, SiteFile]:
    """Every file by its URL path: `/`, `/sw.js`, `/manifest.webmanifest`, `/static/...`.

    Raises:
        BundleError: the widget's modules do not fit together.
    """
    named = _named_in_the_page()
    lasting = {_with_digest(path, file.digest): file for path, file in named.items()}
    page = (_PAGE / "index.html").read_text(encoding="utf-8")
    for path, with_digest in zip(named, lasting, strict=True):
        page = page.replace(f'"{path}"', f'"{with_digest}"')
    pictures = {f"/static/{one.name}": _read(one.name, HOURLY) for one in _PAGE.glob("icon*")}
    script = named["/static/widget.js"].content
    files = {
        "/": _file("index.html", page.encode(), ALWAYS_ASKED),
        "/manifest.webmanifest": _read("manifest.webmanifest", ALWAYS_ASKED),
        "/static/widget.js": _file("widget.js", script, HOURLY),
        "/static/widget.css": _style(_WIDGET / "widget.css", HOURLY),
        **pictures,
        **lasting,
    }
    return {**files, "/sw.js": _service_worker(files)}


def _named_in_the_page() -> dict[str, SiteFile]:
    """What the page loads, under the names that stand in its source."""
    return {
        "/static/widget.js": _script(_WIDGET / "main.js"),
        "/static/page.js": _script(_PAGE / "page.js"),
        "/static/page.css": _style(_PAGE / "page.css", LASTING),
    }


def _service_worker(files: dict[str, SiteFile]) -> SiteFile:
    """The service worker, told which files make up the page and which version of them."""
    shell = ["/", *(path for path, file in files.items() if file.cache_control == LASTING)]
    version = hashlib.sha256("".join(files[path].digest for path in shell).encode()).hexdigest()
    told = f"const SHELL = {json.dumps(shell)};\nconst VERSION = {json.dumps(version[:10])};\n"
    code = (_PAGE / "sw.js").read_text(encoding="utf-8")
    return _file("sw.js", (told + code).encode(), ALWAYS_ASKED)


def _with_digest(path: str, digest: str) -> str:
    plain = PurePosixPath(path)
    return str(plain.with_name(f"{plain.stem}.{digest}{plain.suffix}"))


def _script(path: Path) -> SiteFile:
    return _file(path.name, bundle(path).encode(), LASTING)


def _style(path: Path, cache_control: str) -> SiteFile:
    return _file(path.name, joined_style(path).encode(), cache_control)


def _read(name: str, cache_control: str) -> SiteFile:
    return _file(name, (_PAGE / name).read_bytes(), cache_control)


def _file(name: str, content: bytes, cache_control: str) -> SiteFile:
    return SiteFile(content, _TYPES[PurePosixPath(name).suffix], cache_control)
