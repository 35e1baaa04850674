"""HTTP headers of the page and its files: what a browser may do with them."""

from __future__ import annotations

# All from this server, nothing inline, no third party; text becomes HTML nowhere. The page's one
# Trusted Types policy names the address of its service worker.
_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types taghtia; frame-ancestors {ancestors}"
)
# A place when the person shares it, the microphone when they dictate; nothing else, and no one
# else.
_PERMISSIONS_POLICY = (
    "geolocation=(self), microphone=(self), camera=(), payment=(), usb=(), display-capture=()"
)
_WIDGET = "/static/widget"


def headers_of(path: str, content_type: str, frame_ancestors: str) -> dict[str, str]:
    """The headers of one file.

    Args:
        path: its URL path; other sites may load those of the widget only.
        frame_ancestors: who may show the page in a frame, as the directive's value.
    """
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "cross-origin"
        if path.startswith(_WIDGET)
        else "same-origin",
    }
    if not content_type.startswith("text/html"):
        return headers
    return headers | {
        "Content-Security-Policy": _CONTENT_SECURITY_POLICY.format(ancestors=frame_ancestors),
        "Permissions-Policy": _PERMISSIONS_POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
    }
