"""Entities marked in evaluation messages: known, in the text, and what the text says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bot.evaluation.data_checks import Problem
from identifiers.birth_date import read_birth_date
from identifiers.cin import normalise_cin
from identifiers.massar_code import normalise_massar_code
from identifiers.problem import InvalidIdentifier
from knowledge import Found, load_knowledge
from knowledge.clock import today

CARE_TYPES = ("ordinary", "dental", "chronic")


def check_entities(name: str, lines: Iterable[Mapping[str, Any]]) -> Iterator[Problem]:
    """Every marked entity of a file that does not match its message.

    Args:
        name: of the file, for the problems.
        lines: `{"text", "entities": [{"entity", "value", "text"}]}`, in order.
    """
    for number, line in enumerate(lines, 1):
        for marked in line.get("entities") or []:
            problem = _problem(line["text"], marked)
            if problem is not None:
                yield Problem(f"{name}:{number}", f"entities: {problem}")


def _problem(text: str, marked: Mapping[str, Any]) -> str | None:
    kind, value, said = marked.get("entity"), marked.get("value"), marked.get("text")
    if kind not in _VALUES:
        return f"{kind} is unknown; use one of {', '.join(_VALUES)}"
    if said is not None and str(said) not in text:
        return f"the text of the {kind} does not stand in the message; copy it from there"
    allowed = _VALUES[kind](str(value), str(said or text))
    return None if allowed else f"the value of the {kind} is not what its text says; mend one"


def _is_city(value: str, _: str) -> bool:
    return isinstance(load_knowledge().place_meant(value, expected=True), Found)


def _is_university(value: str, _: str) -> bool:
    return load_knowledge().universities.by_acronym(value) is not None


def _is_care_type(value: str, _: str) -> bool:
    return value in CARE_TYPES


def _reads(read: Callable[[str], object]) -> Callable[[str, str], bool]:
    def matches(value: str, said: str) -> bool:
        try:
            return str(read(said)) == value
        except InvalidIdentifier:
            return False

    return matches


_VALUES: Mapping[Any, Callable[[str, str], bool]] = {
    "city": _is_city,
    "university": _is_university,
    "care_type": _is_care_type,
    "cin": _reads(normalise_cin),
    "massar_code": _reads(normalise_massar_code),
    "birth_date": _reads(lambda said: read_birth_date(said, today())),
}
