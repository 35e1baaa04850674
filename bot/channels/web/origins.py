"""Which web sites may use the chat from a browser.

The chat uses no cookies, so another site can do nothing in a visitor's name. The check keeps others
from building on the service unasked, and from filling it with their visitors' conversations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sanic.request import Request

ANY = "*"
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?|https?://\[[0-9a-f:.]+\](:\d{1,5})?")
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


@dataclass(frozen=True)
class AllowedOrigins:
    """Origins (`https://www.um5.ac.ma`) that may use the chat beside the server's own."""

    origins: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> AllowedOrigins:
        """From a list separated by commas or spaces; `*` alone allows every site.

        Raises:
            ValueError: an entry is no origin; names it and how to write it.
        """
        origins = tuple(entry.lower().rstrip("/") for entry in re.split(r"[\s,]+", text) if entry)
        for origin in origins:
            if origin != ANY and not _ORIGIN.fullmatch(origin):
                raise ValueError(
                    f"TAGHTIA_WEB_ORIGINS: {origin!r} is no origin; write https://HOST or"
                    " https://HOST:PORT, separated by commas, or * for every site"
                )
        return cls(origins)

    def allow(self, request: Request) -> bool:
        """Whether the page that sent the request may; what is no browser sends no origin."""
        origin = request.headers.get("origin")
        if origin is not None:
            return self._allows(origin.lower(), request.host)
        # Browsers that leave the origin out of a simple request still say where it comes from.
        return request.headers.get("sec-fetch-site") != "cross-site" or ANY in self.origins

    def headers(self, request: Request) -> dict[str, str]:
        """What lets an allowed page of another site read the answer."""
        origin = request.headers.get("origin")
        if origin is None or not self.allow(request):
            return {"Vary": "Origin"}
        return {
            "Vary": "Origin",
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Expose-Headers": "Retry-After",
        }

    def frame_ancestors(self) -> str:
        """The same sites may show the page in a frame: the directive's value."""
        return " ".join(("'self'", *self.origins))

    def _allows(self, origin: str, host: str) -> bool:
        if ANY in self.origins or origin in self.origins:
            return True
        scheme, _, origin_host = origin.partition("://")
        # Behind a proxy the scheme is not known here; the host is what the browser asked for.
        default = _DEFAULT_PORTS.get(scheme, "")
        return bool(host) and origin_host.removesuffix(default) == host.lower().removesuffix(
            default
        )
