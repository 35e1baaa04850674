"""Asks for an identity or telephone number by voice, until it is whole and confirmed."""

from __future__ import annotations

from bot.channels.telephone import keys
from bot.channels.telephone.call import Call
from bot.channels.telephone.hearing.commands import Command, command_in
from bot.channels.telephone.reply import Entry, Reply, Saying
from bot.channels.telephone.saying import entry_of, language_of, listen, say_back
from bot.channels.telephone.spelling import BIRTH_DATE, CIN, PHONE, Spelling, Step
from bot.channels.telephone.wording import spoken
from knowledge.clock import today

# One pair of keys for A, one for B: an example of how letters are typed.
_EXAMPLE = {"a_keys": "2 1", "b_keys": "2 2"}


def take_keys(call: Call, spelling: Spelling, digits: str) -> Step:
    """What keys mean while a number is given; they may answer whether it is right."""
    if spelling.value:
        if digits == keys.YES:
            return spelling.confirmed(True)
        return spelling.confirmed(False) if digits == keys.NO else Step.CONFIRM
    if spelling.kind == PHONE and digits == keys.YES and call.caller:
        return _this_number(call, spelling)
    return spelling.type(digits, today())


def take_speech(call: Call, spelling: Spelling, text: str) -> Step:
    """What words mean while a number is given."""
    command = command_in(text)
    if spelling.value and command in (Command.YES, Command.NO):
        return spelling.confirmed(command is Command.YES)
    if spelling.kind == PHONE and command is Command.THIS_NUMBER and call.caller:
        return _this_number(call, spelling)
    if spelling.value:
        return _said_anew(call, spelling, text)
    return spelling.say(text, language_of(call), today())


def ask_on(call: Call, spelling: Spelling, step: Step) -> Reply:
    """What the caller hears after a step that needs more of them."""
    language = language_of(call)
    if step is Step.CONFIRM:
        return say_back(call, spelling)
    if step is Step.ASK_DIGITS:
        words = spoken("utter_telephone_ask_digits", language)
    elif step is Step.ASK_LETTERS:
        which = "letters" if spelling.kind == CIN else "letter"
        words = spoken(f"utter_telephone_ask_{which}", language, **_EXAMPLE)
    else:
        words = how_to_give(spelling, language)
    entry = Entry.NUMBER if step is Step.ASK_LETTERS else entry_of(call)
    return listen(call, words, entry=entry)


def how_to_give(spelling: Spelling, language: str) -> Saying:
    """How a number can be given surely: by keys."""
    return spoken(f"utter_telephone_how_{spelling.kind}", language)


def _this_number(call: Call, spelling: Spelling) -> Step:
    spelling.value = call.caller
    return Step.SUBMIT


def _said_anew(call: Call, spelling: Spelling, text: str) -> Step:
    """ "No, A C one hundred …": in the place of yes or no."""
    anew = Spelling(spelling.kind, slips=spelling.slips)
    step = anew.say(text, language_of(call), today())
    if step in (Step.CONFIRM, Step.SUBMIT) and (anew.digits or spelling.kind == BIRTH_DATE):
        spelling.value, spelling.letters, spelling.digits = anew.value, anew.letters, anew.digits
        return step
    return Step.PASS_ON if step is Step.PASS_ON else Step.CONFIRM
