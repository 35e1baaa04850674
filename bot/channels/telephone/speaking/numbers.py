"""Figures as a voice says them: telephone numbers digit by digit, dates and times in words."""

from __future__ import annotations

import re
from datetime import date

from babel.dates import format_date

from bot.channels.telephone.speaking.spoken_forms import SpokenForms, spoken_forms

_LOCALES = {"fr": "fr_MA", "ar": "ar_MA"}
# With their first digit a zero or a plus; "467 400" is an amount.
_TELEPHONE = re.compile(r"(?<![\w+])(?:\+|0)\d(?:[ .]?\d){7,}(?!\d)")
_CODE = re.compile(r"\b(?P<letters>[A-Z]{1,2})(?P<digits>\d{4,})\b")
_DATE = re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?![\d/])")
_HOUR = r"(?<!\d)(?P<{0}>[01]?\d|2[0-3]):(?P<{0}_minutes>[0-5]\d)(?!\d)"
_SPAN = re.compile(f"{_HOUR.format('start')}[–-]{_HOUR.format('end')}")
_TIME = re.compile(_HOUR.format("hour"))
# A law's number, two years of study: no minus between them.
_HYPHEN = re.compile(r"(?<=\d)\s?[-–/]\s?(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d)[ \u202f\u00a0](?=\d{3}(?!\d))")


def spoken_numbers(text: str, language: str) -> str:
    """`text` with its figures as they are said in `fr` or `ar`."""
    forms = spoken_forms(language)
    text = _TELEPHONE.sub(lambda found: digit_by_digit(found[0]), text)
    text = _CODE.sub(lambda found: spelled_out(found["letters"] + found["digits"]), text)
    text = _DATE.sub(lambda found: _date(found, language), text)
    text = _SPAN.sub(lambda found: _span(found, forms), text)
    text = _TIME.sub(lambda found: _time(found["hour"], found["hour_minutes"], forms), text)
    return _HYPHEN.sub(" ", _THOUSANDS.sub("", text))


def digit_by_digit(number: str) -> str:
    """ "0538 00 20 20" as "0 5 3 8, 0 0, 2 0, 2 0": a short stop between its groups."""
    groups = re.findall(r"\d+", number)
    if len(groups) == 1:
        groups = re.findall(r"\d{1,2}", groups[0])
    return ", ".join(" ".join(group) for group in groups)


def spelled_out(code: str) -> str:
    """ "AB123456" as "A, B, 1 2 3, 4 5 6"."""
    letters = [character for character in code if not character.isdigit()]
    digits = code[len(letters) :]
    threes = [" ".join(digits[start : start + 3]) for start in range(0, len(digits), 3)]
    return ", ".join([*letters, *threes])


def spoken_date(day: date, language: str) -> str:
    """ "5 mars 2003"."""
    said: str = format_date(day, "d MMMM y", locale=_LOCALES[language])
    return said


def _date(found: re.Match[str], language: str) -> str:
    try:
        return spoken_date(
            date(int(found["year"]), int(found["month"]), int(found["day"])), language
        )
    except ValueError:
        return found[0]


def _span(found: re.Match[str], forms: SpokenForms) -> str:
    start = _time(found["start"], found["start_minutes"], forms)
    end = _time(found["end"], found["end_minutes"], forms)
    return forms.from_to.format(start=start, end=end)


def _time(hour: str, minutes: str, forms: SpokenForms) -> str:
    pattern = forms.time if int(minutes) else forms.full_hour
    return pattern.format(hour=int(hour), minutes=int(minutes))
