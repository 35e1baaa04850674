"""What a person may order on a messenger and what is done without Rasa: to be forgotten, to be told
when their application changes, and to be told no more.

The buttons of these orders carry the language, as in `/forget_me.fr`.
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.answers.answer import Answer, Button
from bot.answers.plain import plain_answer
from bot.channels.messaging.inbox import Inbox, InboxTurn
from bot.channels.messaging.subscriptions import Subscriptions

FORGET, FORGET_YES = "forget_me", "forget_me_yes"
NOTIFY, NOTIFY_YES = "notify_me", "notify_me_yes"
STOP = "stop_notifying"
ERASE_ANSWERS = frozenset({"utter_data_privacy_erase", "utter_ask_data_privacy"})
# What is still to change.
OPEN_STATUSES = frozenset({"declared", "under_verification", "incomplete"})

_ORDER = re.compile(r"/(?P<order>[a-z_]+)\.(?P<language>fr|ar)")
# The whole message, folded, in the language of the answer.
_STOP_WORDS = {
    "fr": frozenset({
        "stop", "arret", "arreter", "arretez", "desabonner", "se desabonner", "unsubscribe",
        "stop notifications", "ne m envoyez plus rien", "arretez de m envoyer des messages",
    }),
    "ar": frozenset({
        "توقف", "توقفوا", "قف", "الغاء الاشتراك", "اوقف", "ستوب", "صافي", "حبس", "حبسو",
        "لا ترسلوا", "صافي ما تبقاوش تصيفطو", "ما تبقاوش تصيفطو", "safi", "hbes", "7bes", "7bss",
        "safi ma tb9awch tsifto", "ma tb9awch tsifto", "matb9awch tsifto", "safi matb9awch tsifto",
    }),
}  # fmt: skip
_MARKS = re.compile(r"[\u0640\u064b-\u0652]")


class Orders:
    """Carries the orders of one platform's people out.

    Args:
        forget: deletes what Rasa and the vault keep of a conversation; returns the counts.
        may_notify: whether the platform lets us write first.
    """

    def __init__(
        self,
        inbox: Inbox,
        subscriptions: Subscriptions,
        forget: Callable[[str], Awaitable[dict[str, int]]],
        may_notify: bool,
    ) -> None:
        self._inbox = inbox
        self._subscriptions = subscriptions
        self._forget = forget
        self._may_notify = may_notify

    async def carry_out(self, turn: InboxTurn) -> list[Answer]:
        """The answers to an order; empty where the message is none."""
        found = _ORDER.fullmatch(turn.said.payload)
        if found:
            return await self._do(found["order"], found["language"], turn)
        language = stop_language(turn.said.text)
        # To whom nothing is sent it may mean "enough, thanks": Rasa answers.
        if language is None:
            return []
        subscribed = await asyncio.to_thread(self._subscriptions.exists, turn.conversation)
        return await self._do(STOP, language, turn) if subscribed else []

    def offer(self, answer: Answer) -> Answer:
        """The answer with the button of the order that it speaks of."""
        if answer.name in ERASE_ANSWERS:
            return _with_button(answer, "utter_forget_button", FORGET)
        if self._may_notify and answer.status in OPEN_STATUSES:
            return _with_button(answer, "utter_notify_button", NOTIFY)
        return answer

    async def _do(self, order: str, language: str, turn: InboxTurn) -> list[Answer]:
        say = _Say(language)
        if order == FORGET:
            return [say("utter_forget_ask", ("utter_forget_button", FORGET_YES))]
        if order == FORGET_YES:
            return [say("utter_forgotten", counts=await self._forget_all(turn))]
        if order == STOP:
            ended = await asyncio.to_thread(self._subscriptions.end, turn.conversation)
            return [say("utter_notify_stopped" if ended else "utter_notify_none")]
        if order == NOTIFY and self._may_notify:
            return [say("utter_notify_ask", ("utter_notify_button", NOTIFY_YES))]
        if order == NOTIFY_YES and self._may_notify:
            begun = await asyncio.to_thread(
                self._subscriptions.begin, turn.conversation, turn.said.address, language
            )
            if begun:
                return [say("utter_notify_begun", ("utter_notify_stop_button", STOP))]
            return [say("utter_notify_look_up_first")]
        return []

    async def _forget_all(self, turn: InboxTurn) -> dict[str, int]:
        kept = await self._forget(turn.conversation)
        waiting = await asyncio.to_thread(self._inbox.forget, turn.conversation, turn.id)
        ended = await asyncio.to_thread(self._subscriptions.end, turn.conversation)
        return {**kept, **waiting, "subscriptions": ended}


class _Say:
    """Answers of the domain in one language, with buttons and counts."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __call__(
        self, name: str, *buttons: tuple[str, str], counts: dict[str, int] | None = None
    ) -> Answer:
        answer = plain_answer(name, self._language)
        for title, order in buttons:
            answer = _with_button(answer, title, order)
        text = answer.text
        for key, count in (counts or {}).items():
            text = text.replace(f"{{{key}}}", str(count))
        return replace(answer, text=text)


def stop_language(text: str) -> str | None:
    """The language of a message that says stop and nothing else; None for any other."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    words = " ".join(re.findall(r"\w+", bare))
    return next((language for language, said in _STOP_WORDS.items() if words in said), None)


def _with_button(answer: Answer, title: str, order: str) -> Answer:
    words = plain_answer(title, answer.language).text
    button = Button(words, f"/{order}.{answer.language}")
    return replace(answer, buttons=(button, *answer.buttons))
