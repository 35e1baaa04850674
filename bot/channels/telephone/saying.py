"""Puts together what a caller hears: a part of an answer, what can be chosen, where the rest is."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.telephone import keys
from bot.channels.telephone.call import Call, Option, Part
from bot.channels.telephone.reply import Entry, Reply, Saying, Then
from bot.channels.telephone.sms.reach import takes_sms
from bot.channels.telephone.speaking.numbers import spelled_out, spoken_date
from bot.channels.telephone.spelling import BIRTH_DATE, PHONE, Spelling
from bot.channels.telephone.wording import spoken
from identifiers.birth_date import read_birth_date
from knowledge.clock import today

# Latin letters are said by the voice that can.
LETTERS_LANGUAGE = "fr"


def language_of(call: Call) -> str:
    """The language that the caller is spoken to in."""
    return call.language or "ar"


def listen(call: Call, *sayings: Saying, entry: Entry = Entry.KEY) -> Reply:
    """Say something and listen; it is what "repeat" says again."""
    said = tuple(saying for saying in sayings if saying.text)
    call.said, call.entry = said, entry
    return Reply(said, language_of(call), entry)


def again(call: Call, *before: Saying) -> Reply:
    """The last words once more."""
    return Reply((*before, *call.said), language_of(call), call.entry)


def hang_up(call: Call, *sayings: Saying) -> Reply:
    """Say something and end the call."""
    return Reply(sayings, language_of(call), then=Then.HANG_UP)


def say_parts(call: Call, parts: Sequence[Part], before: Sequence[Saying] = ()) -> Reply:
    """Say the first part, with its choices; the rest waits for "suite"."""
    language = language_of(call)
    first, call.later = parts[0], tuple(parts[1:])
    call.options = first.options
    sayings = [*before, Saying(first.text, language), *_choices(call, language)]
    if call.later:
        sayings.append(spoken("utter_telephone_more", language, key=keys.MORE))
    elif call.links and takes_sms(call.caller):
        sayings.append(spoken("utter_telephone_offer_sms", language, key=keys.SEND_LINK))
    return listen(call, *sayings, entry=entry_of(call))


def entry_of(call: Call) -> Entry:
    """What keys may come, by what is being given."""
    if call.spelling is None or call.later or call.spelling.value:
        return Entry.KEY
    return Entry.DATE if call.spelling.kind == BIRTH_DATE else Entry.NUMBER


def say_back(call: Call, spelling: Spelling) -> Reply:
    """What was understood of a number, and whether it is right."""
    language = language_of(call)
    question = "utter_telephone_is_it_right"
    return listen(
        call,
        spoken(f"utter_telephone_heard_{spelling.kind}", language),
        *_spelled(spelling, language),
        spoken(question, language, yes_key=keys.YES, no_key=keys.NO),
    )


def chosen(call: Call, digits: str) -> Option | None:
    """What a key chooses of the last answer's options, if anything."""
    place = keys.OPTIONS.find(digits) if len(digits) == 1 else -1
    place -= _taken(call)
    return call.options[place] if 0 <= place < len(call.options) else None


def _choices(call: Call, language: str) -> list[Saying]:
    free = keys.OPTIONS[_taken(call) :]
    return [
        spoken("utter_telephone_option", language, title=option.title, key=key)
        for option, key in zip(call.options, free, strict=False)
    ]


def _taken(call: Call) -> int:
    """Keys before those of the options: the number that the caller calls from has the first."""
    return 1 if call.spelling and call.spelling.offers_caller(call.caller) else 0


def _spelled(spelling: Spelling, language: str) -> list[Saying]:
    if spelling.kind == BIRTH_DATE:
        return [Saying(spoken_date(read_birth_date(spelling.value, today()), language), language)]
    if spelling.kind == PHONE:
        digits = [spelling.value[start : start + 2] for start in range(0, len(spelling.value), 2)]
        return [Saying(", ".join(" ".join(pair.strip("+")) for pair in digits), language)]
    letters = "".join(one for one in spelling.value if not one.isdigit())
    said = [Saying(spelled_out(letters), LETTERS_LANGUAGE)] if letters else []
    return [*said, Saying(spelled_out(spelling.value[len(letters) :]), language)]
