"""Messages that nobody has just asked for: an agent's, or news that a person wants to be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import Enum

from sqlalchemy.engine import Connection

from bot.answers.answer import Answer
from bot.channels.messaging.database import writing
from bot.channels.messaging.outgoing import Outgoing
from bot.channels.messaging.people import People, Person
from bot.channels.messaging.platform import Payload, Platform
from identifiers.database import now

# A little less than the platforms' own 24 hours, for the time that sending takes.
WINDOW = timedelta(hours=23)


class Pushed(Enum):
    """What became of a message that was to be pushed."""

    QUEUED = "queued"
    # The person is known, and the platform allows nothing now.
    NOT_NOW = "not now"
    # Their address is not known (any more).
    NOBODY = "nobody"


class Pushing:
    """Queues messages to people of one platform; a running server sends them."""

    def __init__(self, platform: Platform, outgoing: Outgoing, people: People) -> None:
        self._platform = platform
        self._outgoing = outgoing
        self._people = people

    def push(self, conversation: str, answer: Answer, key: str = "") -> Pushed:
        """Queue an answer; outside the window it waits until the person writes again.

        What the platform allows meanwhile, a reminder that something waits, is sent at once.
        """
        payloads = self._platform.render(answer)
        with writing(self._outgoing.engine) as connection:
            person = self._people.find(connection, conversation)
            if person is None:
                return Pushed.NOBODY
            if self._is_open(person):
                self._add(connection, conversation, person, payloads, key)
            else:
                self._outgoing.remind(connection, conversation, person.address)
                self._add(connection, conversation, person, payloads, key, "parked")
        return Pushed.QUEUED

    def tell(self, conversation: str, answer: Answer, template: Payload | None, key: str) -> Pushed:
        """Queue news once: as an answer within the window, as a template outside it.

        Args:
            template: what the platform allows outside the window, if anything.
            key: names the news; the same key is queued once, however often it is told.
        """
        with writing(self._outgoing.engine) as connection:
            person = self._people.find(connection, conversation)
            if person is None:
                return Pushed.NOBODY
            if self._is_open(person):
                payloads = self._platform.render(answer)
            elif template is not None:
                payloads = [template]
            else:
                return Pushed.NOT_NOW
            self._add(connection, conversation, person, payloads, key)
        return Pushed.QUEUED

    def _is_open(self, person: Person) -> bool:
        return not self._platform.has_window or now() - person.heard_at < WINDOW

    def _add(
        self,
        connection: Connection,
        conversation: str,
        person: Person,
        payloads: Sequence[Payload],
        key: str = "",
        state: str = "waiting",
    ) -> None:
        self._outgoing.add(connection, conversation, person.address, payloads, key, state)
