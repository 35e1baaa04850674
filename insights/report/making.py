"""Reads the stores and makes the report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.engine import Engine

from handover.figures import Figures
from insights.figures.period import Period
from insights.figures.talks import read_talks
from insights.figures.tally import tally
from insights.report.page import render
from insights.report.shapes import Observed
from insights.report.view import View
from insights.report.words import Words


def make_reports(
    insights: Engine,
    helpline: Figures,
    period: Period,
    names: Mapping[str, Mapping[str, str]],
    made: date,
) -> dict[str, str]:
    """`{"fr": HTML, "ar": HTML}` of a period, compared with the one before.

    Args:
        names: language to what topics, universities and towns are called in it.
        made: the day that it bears.

    Raises:
        SQLAlchemyError: a store cannot be read.
    """
    now, before = (_observe(insights, helpline, one) for one in (period, period.before()))
    return {
        language: render(View(Words.of(language, names[language]), now, before, made))
        for language in names
    }


def _observe(insights: Engine, helpline: Figures, period: Period) -> Observed:
    overview = helpline.overview(*period.bounds())
    return Observed(period, tally(read_talks(insights, period)), overview)
