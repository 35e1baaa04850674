"""What topics, universities and towns are called in each language."""

from __future__ import annotations

from bot.answers.plain import domain_responses
from bot.answers.titles import topic_titles
from knowledge import load_knowledge


def names_by_language() -> dict[str, dict[str, str]]:
    """`{"fr": {"ask_contribution": "Le coût", "UM5": "...", "Fès": "Fès"}, "ar": {...}}`."""
    knowledge, titles = load_knowledge(), topic_titles(domain_responses())
    universities = knowledge.universities.values()
    return {
        language: {
            **titles[language],
            **{one.acronym: f"{one.name[language]} ({one.acronym})" for one in universities},
            **{p.name["fr"]: p.name[language] for p in knowledge.places.all()},
        }
        for language in titles
    }
