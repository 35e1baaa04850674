"""The store's records as the desk's page gets them: without the conversation's name."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from handover import CallBack, Handover, Line
from handover.accounts import Agent
from handover.figures import Overview
from identifiers.database import now


def agent_json(agent: Agent) -> dict[str, Any]:
    """Who somebody is, for colleagues."""
    return {
        "id": agent.id,
        "name": agent.name,
        "shown_as": agent.shown_as,
        "role": agent.role.value,
        "ready": agent.ready,
    }


def talk_json(talk: Handover) -> dict[str, Any]:
    """A conversation in the queue or with an agent."""
    typing = talk.student_typing_until is not None and talk.student_typing_until > now()
    return {
        "id": talk.id,
        "channel": talk.channel,
        "language": talk.language,
        "cause": talk.cause.value,
        "urgent": talk.cause.value == "emergency",
        "state": talk.state.value,
        **_summary(talk),
        "queued_at": _iso(talk.queued_at),
        "taken_at": _iso(talk.taken_at),
        "answered_at": _iso(talk.answered_at),
        "lease_until": _iso(talk.lease_until),
        "agent_id": talk.agent_id,
        "reserved_for": talk.reserved_for,
        "last_line": talk.last_line,
        "student_types": typing,
    }


def line_json(line: Line, names: dict[int, str]) -> dict[str, Any]:
    """One thing said; `agent` is the name of who said it."""
    return {
        "number": line.number,
        "at": _iso(line.at),
        "from": line.speaker.value,
        "text": line.text,
        "language": line.language,
        "agent": names.get(line.agent_id or 0),
        "notice": line.response,
        "arrived": line.pushed_at is not None or (not line.to_push and line.push_tries == 0),
        "lost": not line.to_push and line.pushed_at is None and line.push_tries > 0,
    }


def call_json(call: CallBack) -> dict[str, Any]:
    """A call to make; never the number."""
    return {
        "id": call.id,
        "language": call.language,
        "cause": call.cause.value,
        **_summary(call),
        "due_at": _iso(call.due_at),
        "due_until": _iso(call.due_until),
        "state": call.state.value,
        "agent_id": call.agent_id,
        "tries": call.tries,
    }


def overview_json(overview: Overview) -> dict[str, Any]:
    """A supervisor's figures."""
    waits = overview.first_answer
    return {
        "waiting": overview.waiting,
        "taken": overview.taken,
        "begun": overview.begun,
        "answered": overview.answered,
        "abandoned": overview.abandoned,
        "expired": overview.expired,
        "first_answer": {"median": waits[0], "p90": waits[1]} if waits else None,
        "days": {
            day: {"begun": one.begun, "answered": one.answered, "unanswered": one.unanswered}
            for day, one in overview.days.items()
        },
        "causes": overview.causes,
        "outcomes": overview.outcomes,
        "calls": overview.calls,
    }


def _summary(record: Handover | CallBack) -> dict[str, Any]:
    summary = record.summary
    return {
        "topics": list(summary.topics),
        "wishes": list(summary.wishes),
        "tracking": summary.tracking,
        "university": summary.university,
    }


def _iso(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.replace(tzinfo=timezone.utc).isoformat(timespec="seconds")
