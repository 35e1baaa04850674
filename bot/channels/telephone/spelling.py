"""An identity or telephone number, given piece by piece, by voice and by keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

import phonenumbers

from bot.channels.telephone.hearing.dates import spoken_birth_date
from bot.channels.telephone.hearing.spelled import spelled
from bot.channels.telephone.keys import letters_typed
from identifiers import InvalidIdentifier, Reason
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code

CIN, MASSAR_CODE, BIRTH_DATE, PHONE = "cin", "massar_code", "birth_date", "phone"
_MASSAR_DIGITS, _OLD_MASSAR_DIGITS = 9, 10
_CIN_DIGITS = range(4, 8)
MOST_SLIPS = 3


class Step(str, Enum):
    """What is to be done next; `PASS_ON`: what was said is no number, but a question."""

    ASK_LETTERS = "ask_letters"
    ASK_DIGITS = "ask_digits"
    ASK_AGAIN = "ask_again"
    CONFIRM = "confirm"
    SUBMIT = "submit"
    GIVE_UP = "give_up"
    PASS_ON = "pass_on"


@dataclass
class Spelling:
    """`kind` is cin, massar_code, birth_date or phone; `value` is to be confirmed, or submitted.

    A birth date's value is DD/MM/YYYY, any other as it is normalised.
    """

    kind: str
    letters: str = field(default="", repr=False)
    digits: str = field(default="", repr=False)
    value: str = field(default="", repr=False)
    slips: int = 0

    def type(self, digits: str, today: date) -> Step:
        """Take in what was typed."""
        if self.kind == BIRTH_DATE:
            return self._date(digits, "fr", today)
        if self.digits and not self.letters and self._needs_letters():
            letters = letters_typed(digits)
            if letters is None:
                return self._slip(Step.ASK_LETTERS)
            return self._take(letters, "")
        return self._take("", digits)

    def say(self, text: str, language: str, today: date) -> Step:
        """Take in a transcript."""
        if self.kind == BIRTH_DATE:
            return self._date(text, language, today)
        heard = spelled(text, language)
        if not heard.is_dictation:
            return Step.PASS_ON
        if heard.letters and heard.digits:
            self.letters = self.digits = ""
        return self._take(heard.letters, heard.digits)

    def offers_caller(self, caller: str) -> bool:
        """Whether the number that the caller calls from would do."""
        return self.kind == PHONE and bool(caller) and not self.digits

    def confirmed(self, right: bool) -> Step:
        """The caller's answer to what was said back."""
        if right:
            return Step.SUBMIT
        return self._slip(Step.ASK_AGAIN)

    def _take(self, letters: str, digits: str) -> Step:
        self.letters = letters or self.letters
        self.digits = digits or self.digits
        if self.letters and not self.digits:
            return Step.ASK_DIGITS
        if not self.letters and self._needs_letters():
            return Step.ASK_LETTERS
        value = self._normalised()
        if value is None:
            return self._slip(Step.ASK_AGAIN)
        self.value = value
        return Step.CONFIRM

    def _needs_letters(self) -> bool:
        count = len(self.digits)
        return (self.kind == CIN and count in _CIN_DIGITS) or (
            self.kind == MASSAR_CODE and count == _MASSAR_DIGITS
        )

    def _normalised(self) -> str | None:
        try:
            if self.kind == CIN:
                return normalise_cin(self.letters + self.digits)
            if self.kind == MASSAR_CODE:
                return normalise_massar_code(self.letters[:1] + self.digits)
        except InvalidIdentifier:
            return None
        return _telephone_number(self.digits)

    def _date(self, text: str, language: str, today: date) -> Step:
        try:
            born = spoken_birth_date(text, language, today)
        except InvalidIdentifier as problem:
            return self._no_date(text, problem.reason)
        self.value = born.strftime("%d/%m/%Y")
        return Step.CONFIRM

    def _no_date(self, text: str, reason: Reason) -> Step:
        if reason is Reason.DATE_UNREADABLE:
            return self._slip(Step.ASK_AGAIN) if text.strip().isdigit() else Step.PASS_ON
        # Rasa's form says what is wrong with it.
        self.value = text
        return Step.SUBMIT

    def _slip(self, step: Step) -> Step:
        self.slips += 1
        if self.slips >= MOST_SLIPS:
            return Step.GIVE_UP
        if step is Step.ASK_AGAIN:
            self.letters = self.digits = self.value = ""
        return step


def _telephone_number(digits: str) -> str | None:
    """As it is dialled in Morocco, or with "+" from abroad; None where it is none."""
    number = f"+{digits[2:]}" if digits.startswith("00") else digits
    try:
        parsed = phonenumbers.parse(number, "MA")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return number
