"""Why an identifier cannot be one."""

from __future__ import annotations

from enum import Enum


class Reason(Enum):
    """What is wrong with a text that should have been an identifier."""

    CIN_SHAPE = "cin_shape"
    CIN_LETTER_O = "cin_letter_o"
    MASSAR_SHAPE = "massar_shape"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_MONTH_FIRST = "date_month_first"
    DATE_NO_YEAR = "date_no_year"
    DATE_FUTURE = "date_future"
    DATE_TOO_OLD = "date_too_old"


class InvalidIdentifier(ValueError):
    """Says which rule a text breaks; never the text itself, which may be somebody's number."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
