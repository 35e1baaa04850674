"""How a conversation's forms went: where they were left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.engine import Row

from insights.events import FormState, Kind


@dataclass
class FormRun:
    """A form from its beginning on; `field` is the last one that was asked for.

    `completed`: every field was filled; otherwise it was left, by a word or by silence.
    """

    form: str
    field: str = ""
    completed: bool = False


def form_runs(steps: Iterable[Row]) -> list[FormRun]:
    """The forms of a conversation, from its steps in order.

    Rasa asks for no field any more and then ends a form that is complete; one that is left ends
    first (`rasa.core.actions.forms`, `action_deactivate_loop`).
    """
    runs: list[FormRun] = []
    under_way = nothing_asked = False
    for step in steps:
        if step.kind == Kind.FORM.value and step.detail == FormState.BEGUN.value:
            runs.append(FormRun(step.name))
            under_way, nothing_asked = True, False
        elif step.kind == Kind.FORM.value and under_way:
            runs[-1].completed = nothing_asked
            under_way = False
        elif step.kind == Kind.FIELD.value and under_way:
            nothing_asked = step.name == ""
            runs[-1].field = step.name or runs[-1].field
    return runs
