"""Checks of the messengers: variables, tokens, and whether our web-hook answers from outside."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator

import requests

from bot.channels.messenger.settings import MessengerSettings
from bot.channels.meta import MetaWebhook
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.whatsapp.settings import REMINDER, TEMPLATE, WhatsAppSettings
from bot.doctor.finding import Finding, mend, ok, warning

SECONDS = 10
# What there is to tell outside WhatsApp's 24 hours.
TEMPLATES = (REMINDER, "application", "declarations")


def check_messengers() -> Iterator[Finding]:
    """All that can be found out about each messenger that is set up."""
    for name, check in (
        ("WhatsApp", _whatsapp),
        ("Messenger", _messenger),
        ("Telegram", _telegram),
    ):
        try:
            yield from check()
        except ValueError as error:
            yield mend(name, str(error))


def _whatsapp() -> Iterator[Finding]:
    settings = WhatsAppSettings.from_environment()
    if settings is None:
        yield ok("WhatsApp", "not set up: docs/channels.md says how")
        return
    page = f"{settings.api}/{settings.phone_number_id}?fields=verified_name,quality_rating"
    yield _token("WhatsApp token", page, settings.token, "TAGHTIA_WHATSAPP_TOKEN")
    yield _meta_webhook("whatsapp", settings.webhook)
    missing = [f"{TEMPLATE}{one.upper()}" for one in TEMPLATES if one not in settings.templates]
    if missing:
        names = ", ".join(missing)
        yield warning("WhatsApp templates", f"some things cannot be sent after 24 hours: {names}")


def _messenger() -> Iterator[Finding]:
    settings = MessengerSettings.from_environment()
    if settings is None:
        yield ok("Messenger", "not set up: docs/channels.md says how")
        return
    page = f"{settings.api}/{settings.page_id}?fields=name"
    yield _token("Messenger token", page, settings.token, "TAGHTIA_MESSENGER_TOKEN")
    yield _meta_webhook("messenger", settings.webhook)


def _telegram() -> Iterator[Finding]:
    settings = TelegramSettings.from_environment()
    if settings is None:
        yield ok("Telegram", "not set up: docs/channels.md says how")
        return
    page = f"{settings.api}/bot{settings.token}/getWebhookInfo"
    what = "Telegram web-hook"
    reply = _get(page)
    if reply is None:
        yield warning(what, "Telegram cannot be reached from here")
    elif reply.status_code != 200:
        yield mend(what, f"status {reply.status_code}: TAGHTIA_TELEGRAM_TOKEN is wrong or revoked")
    else:
        yield _telegram_webhook(what, reply.json().get("result") or {})


def _telegram_webhook(what: str, told: dict[str, object]) -> Finding:
    if not str(told.get("url", "")).endswith("/webhooks/telegram/webhook"):
        return mend(what, "not set: call setWebhook as docs/channels.md says")
    if told.get("last_error_message"):
        return warning(what, f"Telegram's last trouble with it: {told['last_error_message']}")
    return ok(what, "set")


def _token(what: str, page: str, token: str, variable: str) -> Finding:
    reply = _get(page, {"Authorization": f"Bearer {token}"})
    if reply is None:
        return warning(what, "the Graph API cannot be reached from here")
    if reply.status_code == 200:
        return ok(what, "accepted")
    return mend(what, f"status {reply.status_code}: make a new {variable} (docs/channels.md)")


def _meta_webhook(name: str, webhook: MetaWebhook) -> Finding:
    """Asks our own web-hook from outside, as Meta does."""
    what = f"{name} web-hook"
    public = os.environ.get("TAGHTIA_PUBLIC_URL", "").rstrip("/")
    if not public.startswith("https://"):
        return warning(what, "not tried: set TAGHTIA_PUBLIC_URL to the https:// address of serve")
    word = secrets.token_hex(8)
    query = f"hub.mode=subscribe&hub.challenge={word}&hub.verify_token="
    token = requests.utils.quote(webhook.verify_token, safe="")  # type: ignore[attr-defined]
    address = f"{public}/webhooks/{name}/webhook"
    reply = _get(f"{address}?{query}{token}")
    if reply is not None and reply.status_code == 200 and reply.text == word:
        return ok(what, address)
    got = "no answer" if reply is None else f"status {reply.status_code}"
    return mend(what, f"{address}: {got}; is bin/serve running behind this address?")


def _get(page: str, headers: dict[str, str] | None = None) -> requests.Response | None:
    try:
        return requests.get(page, headers=headers, timeout=SECONDS)
    except requests.RequestException:
        return None
