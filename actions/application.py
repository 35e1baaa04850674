"""How the applications that a look-up found are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timezone
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.told import Told
from eligibility import Application, Found, Status
from eligibility.academic_year import academic_year_on
from knowledge import load_knowledge
from knowledge.clock import MOROCCO
from knowledge.records import LANGUAGES

Bilingual = dict[str, str]

# The fund writes to the declared address next, or has just written.
AWAITS_EMAIL = frozenset({Status.DECLARED, Status.UNDER_VERIFICATION, Status.ACCEPTED})
# What is still to be decided.
MAY_CHANGE = frozenset({Status.DECLARED, Status.UNDER_VERIFICATION, Status.INCOMPLETE})
NOTIFY = {
    "topic": "notify_ask_application",
    "payload": '/ask_notify{"notify_topic": "application"}',
}
# Where a message may be sent that the person does not just ask for: Messenger allows it only within
# a day, and a REST client cannot be reached at all.
CHANNELS = frozenset({"web", "whatsapp", "telegram"})
# Words for the states and the kinds of delivery.
TRACKING = "K57"


def tell_found(
    found: Found, dispatcher: CollectingDispatcher, on: date, channel: str | None
) -> Told:
    """Tell the application that matters on a day, and offer the rest; what can be asked for next.

    The current academic year's comes first; where there is none, that is said.

    Args:
        channel: by which the person asks: by some they can be told of changes later.
    """
    current = academic_year_on(on)
    first = next((a for a in found.applications if a.academic_year == current), found.application)
    variables = _variables(first) | {"current_year": current}
    if found.service_silent:
        dispatcher.utter_message(response="utter_application_service_silent", **variables)
    if is_past(first, on):
        response = f"utter_application_past_{first.status.value}"
        dispatcher.utter_message(response=response, **variables)
    else:
        response = f"utter_application_{first.status.value}"
        dispatcher.utter_message(response=response, **variables)
        if first.email_hint and first.status in AWAITS_EMAIL:
            dispatcher.utter_message(response="utter_application_email", **variables)
    others = tuple(one for one in found.applications if one is not first)
    told = Told(first, others, found.person)
    _offer_more(told, dispatcher, channel)
    return told


def is_past(application: Application, on: date) -> bool:
    """Whether it says nothing of the current year; once the scheme is over none is to come."""
    in_force = load_knowledge().student_scheme(on) == "in_force"
    return in_force and application.academic_year < academic_year_on(on)


def tell_detail(told: Told, detail: str, dispatcher: CollectingDispatcher) -> None:
    """Tell the `history` of the application told before, or the other `years` in a line each."""
    variables = _variables(told.application)
    if detail == "history":
        lines = [(_day(one.at), one.status) for one in told.application.history]
        variables["lines"] = _lines([(when, _state(status)) for when, status in lines])
        dispatcher.utter_message(response="utter_application_history", **variables)
    elif told.others:
        variables["lines"] = _lines([_year_line(one) for one in told.others])
        dispatcher.utter_message(response="utter_application_years", **variables)
    else:
        dispatcher.utter_message(response="utter_application_years_none", **variables)


def _offer_more(told: Told, dispatcher: CollectingDispatcher, channel: str | None) -> None:
    details = []
    if len(told.application.history) > 1:
        details.append("history")
    if told.others:
        details.append("years")
    options = [
        {
            "topic": f"application_{detail}",
            "payload": f'/track_application{{"application_detail": "{detail}"}}',
        }
        for detail in details
    ]
    if channel in CHANNELS and told.application.status in MAY_CHANGE:
        options.append(NOTIFY)
    if options:
        dispatcher.utter_message(response="utter_application_more", options=options)


def _variables(application: Application) -> dict[str, Any]:
    age = datetime.now(timezone.utc) - application.received
    return {
        "university": application.university,
        "academic_year": application.academic_year,
        "since": _day(application.since),
        "as_of": _day(application.as_of),
        "received": _day(application.received),
        "days": str(max(0, age.days)),
        "source": _word(f"source_{application.source.value}"),
        "email_hint": application.email_hint or "",
    }


def _year_line(application: Application) -> tuple[str | Bilingual, ...]:
    # Left-to-right marks: between Arabic words the two years would change places.
    year = f"\u200e{application.academic_year}\u200e ({application.university})"
    return year, _state(application.status), _day(application.since)


def _lines(rows: Sequence[tuple[str | Bilingual, ...]]) -> Bilingual:
    """A line each, its parts in the language where they have one."""
    return {
        language: "\n".join(
            "• " + " – ".join(part if isinstance(part, str) else part[language] for part in row)
            for row in rows
        )
        for language in LANGUAGES
    }


def _state(status: Status) -> Bilingual:
    return _word(f"state_{status.value}")


def _word(name: str) -> Bilingual:
    return dict(load_knowledge().facts[TRACKING].values[name])


def _day(moment: datetime) -> str:
    return moment.astimezone(MOROCCO).strftime("%d/%m/%Y")
