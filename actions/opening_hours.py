"""Days and hours as people say them (Babel: Unicode's own names, Morocco's months in Arabic)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from babel.dates import format_date

from handover.hours import Hours, OpeningHours
from knowledge.clock import MOROCCO, today

Bilingual = dict[str, str]

_LOCALES = {"fr": "fr_MA", "ar": "ar_MA"}
_BETWEEN_DAYS = {"fr": " ; ", "ar": "؛ "}
_BETWEEN_SPANS = {"fr": ", ", "ar": "، "}
_MONDAY = date(2024, 1, 1)
_Spans = tuple[tuple[time, time], ...]


def told_hours(hours: OpeningHours) -> Bilingual:
    """The week's hours that hold today: "lundi–jeudi 08:30–16:30 ; vendredi …"."""
    runs = _runs(hours.hours_on(today()))
    return {language: _week(runs, language) for language in _LOCALES}


def told_opening(opening: datetime) -> dict[str, Bilingual | str]:
    """A moment as `day` and `start`."""
    local = opening.astimezone(MOROCCO)
    return {"day": told_day(local.date()), "start": f"{local:%H:%M}"}


def told_day(day: date) -> Bilingual:
    """ "vendredi 27 novembre"."""
    return _formatted(day, "EEEE d MMMM")


def short_day(day: date) -> Bilingual:
    """ "ven. 27", short enough for a button."""
    return _formatted(day, "EEE d")


def _formatted(day: date, pattern: str) -> Bilingual:
    return {lang: format_date(day, pattern, locale=name) for lang, name in _LOCALES.items()}


def _runs(hours: Hours) -> list[tuple[int, int, _Spans]]:
    """(first weekday, last weekday, times) of days in a row that have the same times."""
    runs: list[tuple[int, int, _Spans]] = []
    for weekday in sorted(day for day, spans in hours.by_weekday.items() if spans):
        spans = hours.by_weekday[weekday]
        if runs and runs[-1][1] == weekday - 1 and runs[-1][2] == spans:
            runs[-1] = (runs[-1][0], weekday, spans)
        else:
            runs.append((weekday, weekday, spans))
    return runs


def _week(runs: list[tuple[int, int, _Spans]], language: str) -> str:
    return _BETWEEN_DAYS[language].join(
        f"{_days(first, last, language)} {_times(spans, language)}" for first, last, spans in runs
    )


def _days(first: int, last: int, language: str) -> str:
    names = [
        format_date(_MONDAY + timedelta(weekday), "EEEE", locale=_LOCALES[language])
        for weekday in dict.fromkeys((first, last))
    ]
    return "–".join(names)


def _times(spans: _Spans, language: str) -> str:
    said = (f"{start:%H:%M}–{end:%H:%M}" for start, end in spans)
    return _BETWEEN_SPANS[language].join(said)
