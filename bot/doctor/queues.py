"""What the messengers could not send lately, as the platforms said why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, inspect, select
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.messaging.tables import inbox, outgoing
from bot.doctor.finding import Finding, mend, ok, warning
from bot.outbox.database import outbox_url
from identifiers.database import now
from identifiers.state import open_database, sqlite_file

LATELY = timedelta(days=1)
# A message that waits longer to be answered is one that nobody works on.
UNANSWERED = timedelta(minutes=5)
SENDING = "see the table of errors in docs/channels.md"


def check_queues() -> Iterator[Finding]:
    """One finding for each channel and cause; nothing where no messenger was ever set up."""
    what = "messages to send"
    try:
        url = make_url(outbox_url())
        file = sqlite_file(url)
        if file is not None and not file.exists():
            return
        engine = open_database(outbox_url())
        with engine.connect() as connection:
            if inspect(connection).has_table(outgoing.name):
                yield from _waiting(connection)
                yield from _unsent(connection)
        engine.dispose()
    except (ValueError, SQLAlchemyError) as error:
        # What is wrong with the database itself is said by its own check.
        yield warning(what, f"not looked at: {type(error).__name__}")


def _waiting(connection: Connection) -> Iterator[Finding]:
    late = inbox.c.sealed.isnot(None) & (inbox.c.received_at < now() - UNANSWERED)
    query = select(inbox.c.channel, func.count()).where(late).group_by(inbox.c.channel)
    for channel, count in connection.execute(query):
        yield mend(channel, f"{count} message(s) wait for an answer: is bin/serve running?")


def _unsent(connection: Connection) -> Iterator[Finding]:
    columns = (outgoing.c.channel, outgoing.c.state, outgoing.c.error)
    lately = outgoing.c.changed_at > now() - LATELY
    query = select(*columns, func.count()).where(lately).group_by(*columns).order_by(*columns)
    sent = 0
    for channel, state, error, count in connection.execute(query):
        if state == "waiting" and error:
            yield mend(channel, f"{count} message(s) wait because of error {error}: {SENDING}")
        elif state == "failed":
            yield warning(channel, f"{count} message(s) given up, error {error}: {SENDING}")
        elif state == "parked":
            yield warning(channel, f"{count} answer(s) wait until the person writes again")
        else:
            sent += count
    yield ok("messages to send", f"{sent} in the last 24 hours without trouble")
