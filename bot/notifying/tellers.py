"""How a person is told something by each channel: once, and within the platform's rules."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Protocol

from bot.answers.answer import Answer
from bot.channels.messaging.outgoing import Outgoing
from bot.channels.messaging.people import People
from bot.channels.messaging.platform import Platform
from bot.channels.messaging.pushing import Pushed, Pushing
from bot.channels.messaging.sealing import Seal
from bot.channels.messaging.tables import metadata
from bot.channels.telegram.platform import Telegram
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.whatsapp.platform import WhatsApp
from bot.channels.whatsapp.settings import WhatsAppSettings
from bot.outbox import Author, Outbox
from bot.outbox.message import as_message
from bot.outbox.numbering import ConversationForgotten
from identifiers.database import create_tables
from identifiers.keys import KeyChain

WEB = "web"


class Teller(Protocol):
    """One channel."""

    def reachable(self, conversations: Collection[str]) -> set[str]:
        """Those conversations whose person can still be told something."""

    def tell(self, conversation: str, topic: str, answer: Answer, key: str) -> Pushed:
        """Say something; the same key is said once, however often it is told."""


class WebTeller:
    """The web chat: the page shows it at once where it is open, else when it comes back."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def reachable(self, conversations: Collection[str]) -> set[str]:
        """Those that are still kept."""
        found = self._outbox.positions(list(conversations))
        return {name for name, position in found.items() if not position.forgotten}

    def tell(self, conversation: str, topic: str, answer: Answer, key: str) -> Pushed:
        """Add it to what was said."""
        if not self.reachable([conversation]):
            return Pushed.NOBODY
        said = as_message(answer, Author.ASSISTANT)
        once = str(uuid.uuid5(uuid.NAMESPACE_OID, key))
        try:
            self._outbox.append_once(conversation, once, said)
        except ConversationForgotten:
            return Pushed.NOBODY
        return Pushed.QUEUED


class MessengerTeller:
    """A messenger: queued here, sent by the running server."""

    def __init__(self, platform: Platform, outbox: Outbox, seal: Seal) -> None:
        self._platform = platform
        self._people = People(outbox.engine, platform.name, seal)
        queue = Outgoing(outbox.engine, platform.name, seal)
        self._pushing = Pushing(platform, queue, self._people)

    def reachable(self, conversations: Collection[str]) -> set[str]:
        """Those whose address is kept."""
        return self._people.known(conversations)

    def tell(self, conversation: str, topic: str, answer: Answer, key: str) -> Pushed:
        """Queue it, or what the platform allows now."""
        template = self._platform.news(topic, answer.language)
        return self._pushing.tell(conversation, answer, template, key)


def tellers_from_environment() -> dict[str, Teller]:
    """The channels that are set up, by name; the web chat always is.

    Raises:
        ValueError: names the variable that is wrong.
    """
    outbox, seal = Outbox.from_environment(), Seal(KeyChain.from_environment())
    create_tables(outbox.engine, metadata)
    tellers: dict[str, Teller] = {WEB: WebTeller(outbox)}
    for platform in _platforms():
        tellers[platform.name] = MessengerTeller(platform, outbox, seal)
    return tellers


def _platforms() -> list[Platform]:
    """The messengers that are set up and let us write first."""
    whatsapp, telegram = WhatsAppSettings.from_environment(), TelegramSettings.from_environment()
    found: list[Platform] = []
    if whatsapp:
        found.append(WhatsApp(whatsapp))
    if telegram:
        found.append(Telegram(telegram))
    return found
