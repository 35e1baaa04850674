"""`taghtia notify`: tells people, who asked for it, that the state of their application changed.

Run by cron after each import; the running assistant sends what this queues.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import typer
from sqlalchemy.engine import Connection, Engine

from bot.answers.plain import plain_answer
from bot.channels.messaging.inbox import Inbox
from bot.channels.messaging.outgoing import Outgoing
from bot.channels.messaging.platform import Platform
from bot.channels.messaging.sealing import Seal
from bot.channels.messaging.subscriptions import Subscription, Subscriptions
from bot.channels.messaging.tables import metadata
from bot.channels.telegram.platform import Telegram
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.whatsapp.platform import WhatsApp
from bot.channels.whatsapp.settings import WhatsAppSettings
from bot.outbox.database import now, open_outbox, outbox_url
from bot.outbox.tables import create_tables
from eligibility.states import newest_states
from eligibility.store import EligibilityStore
from identifiers.keys import MasterKey
from identifiers.vault import Vault

NEWS = "utter_application_changed"
# A little less than the platform's own, for the time that sending takes.
WINDOW = timedelta(hours=23)


def notify() -> None:
    """Queue one message for every application that changed since its person was told."""
    engine = open_outbox(outbox_url())
    create_tables(engine, metadata)
    store = EligibilityStore.from_environment().engine
    seal = Seal(MasterKey.from_environment())
    for platform in platforms_that_may_write_first():
        told, kept = notify_people(platform, engine, seal, store)
        typer.echo(f"{platform.name}: {told} told, {kept} cannot be told without a template")


def platforms_that_may_write_first() -> Iterator[Platform]:
    """Those that are set up."""
    whatsapp, telegram = WhatsAppSettings.from_environment(), TelegramSettings.from_environment()
    if whatsapp:
        yield WhatsApp(whatsapp)
    if telegram:
        yield Telegram(telegram)


def notify_people(platform: Platform, engine: Engine, seal: Seal, store: Engine) -> tuple[int, int]:
    """How many were told, and how many changes wait since the platform allows no message now."""
    subscriptions = Subscriptions(engine, platform.name, seal, Vault.from_environment())
    outgoing = Outgoing(engine, platform.name, seal)
    inbox = Inbox(engine, platform.name, seal, outgoing, str)
    wishes = subscriptions.all()
    states = newest_states(store, (wish.person for wish in wishes))
    told = kept = 0
    for wish in wishes:
        year, status = states.get(wish.person, (wish.academic_year, wish.status))
        if (year, status) == (wish.academic_year, wish.status):
            continue
        payloads = _news(platform, inbox, wish)
        send = partial(_queue, outgoing, wish, payloads)
        kept += not payloads
        told += bool(payloads) and subscriptions.tell(wish, status, year, send)
    return told, kept


def _news(platform: Platform, inbox: Inbox, wish: Subscription) -> list[Mapping[str, Any]]:
    """Words while the person's last message is recent, else what the platform allows."""
    heard = inbox.last_heard(wish.conversation)
    free = not platform.has_window or (heard is not None and now() - heard < WINDOW)
    if free:
        return list(platform.render(plain_answer(NEWS, wish.language)))
    template = platform.news(wish.language)
    return [template] if template else []


def _queue(
    outgoing: Outgoing,
    wish: Subscription,
    payloads: list[Mapping[str, Any]],
    connection: Connection,
) -> None:
    outgoing.add(connection, wish.conversation, wish.address, payloads)
