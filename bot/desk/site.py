"""The desk's page and its files, as they are sent: made once, in memory, at start."""

from __future__ import annotations

from pathlib import Path

from bot.web.bundle import bundle, joined_style
from bot.web.site import ALWAYS_ASKED, SiteFile

_PAGE = Path(__file__).parent / "page"


def load_desk_site() -> dict[str, SiteFile]:
    """Every file by its URL path.

    Raises:
        BundleError: the page's modules do not fit together.
    """
    html = (_PAGE / "index.html").read_bytes()
    script = bundle(_PAGE / "main.js").encode()
    style = joined_style(_PAGE / "desk.css").encode()
    return {
        "/agent": SiteFile(html, "text/html; charset=utf-8", ALWAYS_ASKED),
        "/agent/static/desk.js": SiteFile(script, "text/javascript; charset=utf-8", ALWAYS_ASKED),
        "/agent/static/desk.css": SiteFile(style, "text/css; charset=utf-8", ALWAYS_ASKED),
    }
