"""What the assistant knows: facts with their sources, offices, universities, places."""

from knowledge.facts import Fact, Source
from knowledge.knowledge import Knowledge, load_knowledge
from knowledge.offices import NearestOffices, Office, OfficeDistance
from knowledge.places.answers import Abroad, Ambiguous, Found, NotFound, PlaceAnswer, Vague
from knowledge.places.gazetteer import Place
from knowledge.refusal import KnowledgeError
from knowledge.universities import StudentCategory, University

__all__ = [
    "Abroad",
    "Ambiguous",
    "Fact",
    "Found",
    "Knowledge",
    "KnowledgeError",
    "NearestOffices",
    "NotFound",
    "Office",
    "OfficeDistance",
    "Place",
    "PlaceAnswer",
    "Source",
    "StudentCategory",
    "University",
    "Vague",
    "load_knowledge",
]
