"""Who is to be told what, and that they have been.

Queueing stands in one database and the wish in another: what is queued carries a key, so that a
round that was interrupted between the two tells nothing twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from bot.answers.plain import plain_answer
from bot.channels.messaging.pushing import Pushed
from bot.notifying.tellers import Teller
from eligibility import EligibilityStore
from eligibility.changes import Change, changes
from eligibility.person import Digests
from eligibility.subscriptions import Subscription, Subscriptions, Topic
from knowledge import load_knowledge

CHANGED, ENDED = "utter_application_changed", "utter_notify_ended"
OPEN, OVER = "utter_declarations_open", "utter_declarations_over"


class Telling:
    """One store's wishes.

    Args:
        tellers: by the channel's name; wishes of other channels wait.
    """

    def __init__(self, store: EligibilityStore, tellers: Mapping[str, Teller]) -> None:
        self._store = store
        self._tellers = tellers
        self._wishes = Subscriptions(store.engine)

    def go_round(self, now: datetime, today: date, opened: str | None = None) -> Counter[Pushed]:
        """Tell everybody what there is to tell; how many were told, must wait, or are gone.

        Args:
            now: UTC without zone.
            opened: the academic year whose declarations are open, where that is the news.
        """
        self._wishes.expire(now)
        digests, done = Digests.from_environment(), Counter[Pushed]()
        wishes = self._reachable(self._wishes.all(), done)
        current = [wish for wish in wishes if wish.key_id == digests.key_id]
        for wish in wishes:
            if wish.key_id != digests.key_id:
                done[self._tell_last(wish, ENDED)] += 1
        for change in changes(self._store.engine, digests, current):
            done[self._tell_change(change, now)] += 1
        for wish in current:
            response = _news_of_declarations(wish, today, opened)
            if response:
                done[self._tell_last(wish, response)] += 1
        return done

    def _reachable(
        self, wishes: Collection[Subscription], done: Counter[Pushed]
    ) -> list[Subscription]:
        """Wishes of people who can still be told something; the others are ended."""
        by_channel: dict[str, list[Subscription]] = defaultdict(list)
        for wish in wishes:
            by_channel[wish.channel].append(wish)
        kept: list[Subscription] = []
        for channel, mine in by_channel.items():
            teller = self._tellers.get(channel)
            if teller is None:
                continue
            there = teller.reachable({wish.conversation for wish in mine})
            kept += (wish for wish in mine if wish.conversation in there)
            for wish in mine:
                if wish.conversation not in there:
                    self._wishes.end_one(wish)
                    done[Pushed.NOBODY] += 1
        return kept

    def _tell_change(self, change: Change, now: datetime) -> Pushed:
        key = f"{change.academic_year} {change.status}"
        pushed = self._tell(change.wish, CHANGED, key)
        if pushed is Pushed.QUEUED:
            self._wishes.know(change.wish, change.academic_year, change.status, now)
        return pushed

    def _tell_last(self, wish: Subscription, response: str) -> Pushed:
        """Tell it and end the wish."""
        pushed = self._tell(wish, response, response)
        if pushed is not Pushed.NOT_NOW:
            self._wishes.end_one(wish)
        return pushed

    def _tell(self, wish: Subscription, response: str, key: str) -> Pushed:
        answer = plain_answer(response, wish.language)
        # What the person knew when it was told: coming back to an earlier state is news again.
        known = f"{wish.topic.value} {wish.academic_year} {wish.status} {wish.since.isoformat()}"
        teller = self._tellers[wish.channel]
        return teller.tell(wish.conversation, wish.topic.value, answer, f"{known} {key}")


def _news_of_declarations(wish: Subscription, today: date, opened: str | None) -> str | None:
    """The response, if there is anything to tell."""
    if wish.topic is not Topic.DECLARATIONS:
        return None
    if load_knowledge().student_scheme(today) != "in_force":
        return OVER
    return OPEN if opened is not None and opened >= wish.academic_year else None
