"""The report as one HTML file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from insights.report.view import View

_FOLDER = Path(__file__).parent
LISTS = ("topics", "unanswered", "varieties", "languages", "channels", "universities", "cities")


def render(view: View) -> str:
    """The whole file."""
    template = _environment().get_template("report.html")
    style = (_FOLDER / "report.css").read_text(encoding="utf-8")
    return str(template.render(view=view, words=view.words, style=style, lists=LISTS))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    # Every value is escaped; a name that the template has wrong is an error.
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
