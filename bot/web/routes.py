"""What the server answers beside the channels: the page and its files."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.web.headers import headers_of
from bot.web.site import SiteFile, load_site

_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


def add_page_routes(app: Sanic, frame_ancestors: str) -> None:
    """Register the page and its files on Rasa's Sanic application.

    Args:
        frame_ancestors: who may show the page in a frame, as in a Content-Security-Policy.
    """
    add_files(app, load_site(), frame_ancestors)


def add_files(app: Sanic, files: Mapping[str, SiteFile], frame_ancestors: str) -> None:
    """Serve files under their URL paths, with the headers of a page or of its parts."""
    for path, file in files.items():
        headers = headers_of(path, file.content_type, frame_ancestors)
        app.add_route(
            _answering(file, headers), path, methods=["GET", "HEAD"], name=f"page_file{path}"
        )


def _answering(
    file: SiteFile, headers: dict[str, str]
) -> Callable[[Request], Awaitable[HTTPResponse]]:
    """A handler for one file, compressed once here and not at each request."""
    gzipped = file.gzipped
    kept = {**headers, "Cache-Control": file.cache_control, "Vary": "Accept-Encoding"}
    shrinks = len(gzipped) < len(file.content)

    async def answer(request: Request) -> HTTPResponse:
        zip_it = shrinks and _GZIP.search(request.headers.get("accept-encoding", "")) is not None
        tagged = {**kept, "ETag": f'"{file.digest}{"-gzip" if zip_it else ""}"'}
        if file.digest in request.headers.get("if-none-match", ""):
            return response.empty(304, headers=tagged)
        encoded = {"Content-Encoding": "gzip"} if zip_it else {}
        body = gzipped if zip_it else file.content
        return response.raw(body, headers={**tagged, **encoded}, content_type=file.content_type)

    return answer
