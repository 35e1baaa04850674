"""Puts a question to Rasa and makes a reply of what it answers."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answers.answer import Answer
from bot.channels.telephone import keys
from bot.channels.telephone.call import Call
from bot.channels.telephone.dialogue import TelephoneDialogue
from bot.channels.telephone.reply import Reply, Saying, Then
from bot.channels.telephone.saying import hang_up, language_of, listen, say_parts
from bot.channels.telephone.sms.reach import takes_sms
from bot.channels.telephone.speaking.links import links_in
from bot.channels.telephone.speaking.spoken_answer import question_parts, spoken_parts
from bot.channels.telephone.spelling import PHONE, Spelling
from bot.channels.telephone.wording import spoken, written

APOLOGY = "utter_apology"
ASKS_FOR_PHONE, PHONE_CONFIRMED = "utter_ask_call_back_number", "utter_ask_call_back_confirmed"
TRANSFER, HANG_UP = "transfer", "hang_up"


class Asking:
    """See `ask`.

    Args:
        transfers: whether a call can be put through to somebody.
    """

    def __init__(self, dialogue: TelephoneDialogue, transfers: bool) -> None:
        self._dialogue = dialogue
        self._transfers = transfers

    async def ask(
        self,
        conversation: str,
        call: Call,
        text: str,
        before: Saying | None = None,
        after: Saying | None = None,
    ) -> Reply:
        """The reply to words or a button's payload, between what is said before and after it."""
        answers = await self._dialogue.ask(conversation, call, text)
        around = [before] if before else []
        if answers.with_agent and not answers.said:
            return self._transferred(call, around)
        return self._reply(call, answers.said, answers.effects, around, after)

    async def submit(self, conversation: str, call: Call, spelling: Spelling) -> Reply:
        """Give Rasa a number that the caller has confirmed."""
        call.spelling = None
        answers = await self._dialogue.ask(conversation, call, spelling.value)
        if spelling.kind == PHONE and _names(answers.said) == [PHONE_CONFIRMED]:
            # All of its digits were confirmed, not only the last two.
            answers = await self._dialogue.ask(conversation, call, "/affirm")
        return self._reply(call, answers.said, answers.effects, [])

    def say_in_full(self, call: Call) -> Reply:
        """The last answer with what is left out of addresses."""
        language = language_of(call)
        answers = [Answer(text, language) for text in call.texts]
        return say_parts(call, spoken_parts(answers, language, self._link(call), with_boxes=True))

    def _reply(
        self,
        call: Call,
        answers: tuple[Answer, ...],
        effects: set[str],
        before: list[Saying],
        after: Saying | None = None,
    ) -> Reply:
        if not answers:
            return listen(call, *before, spoken(APOLOGY, language_of(call)))
        call.language = answers[-1].language
        call.texts = tuple(answer.text for answer in answers)
        call.links = tuple(dict.fromkeys(link for one in call.texts for link in links_in(one)))
        call.spelling = _asked_for(answers[-1])
        to_parts = spoken_parts if call.spelling is None else question_parts
        parts = to_parts(answers, call.language, self._link(call))
        reply = say_parts(call, parts, before)
        extra = [*self._own_number(call), *([after] if after else [])]
        if extra:
            reply = listen(call, *reply.sayings, *extra, entry=reply.entry)
        if TRANSFER in effects and self._transfers:
            return Reply(reply.sayings, reply.language, then=Then.TRANSFER)
        return hang_up(call, *reply.sayings) if HANG_UP in effects else reply

    def _transferred(self, call: Call, before: list[Saying]) -> Reply:
        """An agent reads along at the desk: they are who answers."""
        if not self._transfers:
            return listen(call, *before, spoken(APOLOGY, language_of(call)))
        return Reply(tuple(before), language_of(call), then=Then.TRANSFER)

    def _link(self, call: Call) -> str:
        sendable = takes_sms(call.caller)
        response = "utter_telephone_link" if sendable else "utter_telephone_link_unsent"
        return written(response, language_of(call))

    def _own_number(self, call: Call) -> list[Saying]:
        if call.spelling is None or not call.spelling.offers_caller(call.caller):
            return []
        return [spoken("utter_telephone_own_number", language_of(call), key=keys.YES)]


def _asked_for(answer: Answer) -> Spelling | None:
    kind = PHONE if answer.name == ASKS_FOR_PHONE else answer.asks
    return Spelling(kind) if kind else None


def _names(answers: Iterable[Answer]) -> list[str]:
    return [answer.name for answer in answers]
