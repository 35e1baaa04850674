"""What WhatsApp and Messenger share: Meta's web-hooks are asked for and signed alike."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from sanic.request import Request


@dataclass(frozen=True)
class MetaWebhook:
    """The secrets of a Meta web-hook.

    https://developers.facebook.com/docs/graph-api/webhooks/getting-started
    """

    app_secret: str = field(repr=False)
    verify_token: str = field(repr=False)

    def challenge(self, request: Request) -> str | None:
        """What Meta wants to hear when the web-hook is set up; None where the token is wrong."""
        given = request.args.get("hub.verify_token", "")
        mine = hmac.compare_digest(given.encode(), self.verify_token.encode())
        if request.args.get("hub.mode") != "subscribe" or not mine:
            return None
        return str(request.args.get("hub.challenge", ""))

    def is_genuine(self, request: Request) -> bool:
        """Whether `X-Hub-Signature-256` signs the raw body with the app's secret."""
        given = request.headers.get("x-hub-signature-256", "")
        signed = hmac.new(self.app_secret.encode(), request.body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(given.encode(), f"sha256={signed}".encode())
