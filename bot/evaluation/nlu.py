"""How well messages are understood."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.understanding.decision import OUT_OF_SCOPE, UNSURE
from bot.understanding.intent_classifier import SECOND_WISH
from bot.understanding.language import FEW_WORDS
from knowledge import Found, load_knowledge

ENTITIES = ("city", "university", "cin", "massar_code", "birth_date", "care_type")
Parse = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class Prediction:
    """One line's label and what was understood; `right` also when an `also` intent was given.

    `asked`: the two that "A or B?" would offer; `predicted` is then the likelier, as it is of two
    wishes that are both answered.
    """

    text: str
    variety: str
    difficulty: str
    intent: str
    predicted: str
    asked: tuple[str, ...]
    asked_rightly: bool
    confidence: float
    language: str | None
    right: bool
    entities: tuple[tuple[str, str], ...]
    expected_entities: tuple[tuple[str, str], ...]


def predict(parse: Parse, lines: Iterable[dict[str, Any]]) -> list[Prediction]:
    """Parse every line."""
    return [_prediction(line, parse(line["text"])) for line in lines]


def summarise(predictions: Sequence[Prediction]) -> dict[str, Any]:
    """The figures, all shares in 0..1; empty without predictions."""
    if not predictions:
        return {}
    inside = [p for p in predictions if p.intent != OUT_OF_SCOPE]
    outside = [p for p in predictions if p.intent == OUT_OF_SCOPE]
    scores = _f1_by_intent(predictions)
    return {
        "lines": len(predictions),
        "accuracy": _share(p.right for p in predictions),
        "macro_f1": sum(scores.values()) / len(scores),
        "by_variety": {
            variety: _share(p.right for p in predictions if p.variety == variety)
            for variety in sorted({p.variety for p in predictions})
        },
        "by_difficulty": {
            difficulty: _share(p.right for p in predictions if p.difficulty == difficulty)
            for difficulty in sorted({p.difficulty for p in predictions if p.difficulty})
        },
        "language": _share(_language_is_right(p) for p in predictions if _has_language(p)),
        "by_intent": dict(sorted(scores.items())),
        "out_of_scope_recall": _share(p.right for p in outside),
        "false_rejection": _share(p.predicted == OUT_OF_SCOPE and not p.right for p in inside),
        "asked_which": _share(bool(p.asked) for p in inside),
        "asked_rightly": _share(p.asked_rightly for p in inside if p.asked),
        "entity_f1": _entity_f1(predictions, ENTITIES),
        "by_entity": {name: _entity_f1(predictions, [name]) for name in ENTITIES},
        "calibration_error": _calibration_error(predictions),
        "confusions": [
            {"intent": intent, "predicted": predicted, "count": count}
            for (intent, predicted), count in Counter(
                (p.intent, p.predicted) for p in predictions if not p.right
            ).most_common(25)
        ],
    }


def _prediction(line: dict[str, Any], parsed: dict[str, Any]) -> Prediction:
    accepted = {line["intent"], *line.get("also", [])}
    predicted = parsed["intent"]["name"]
    found = parsed["entities"]
    ranking = [r["name"] for r in parsed["intent_ranking"] if r["name"] != OUT_OF_SCOPE]
    asked: tuple[str, ...] = ()
    if predicted == UNSURE:
        asked = tuple(ranking[:2])
        predicted = asked[0]
    pair = {predicted, *(e["value"] for e in found if e["entity"] == SECOND_WISH)}
    if len(pair) == 2:
        # Both are answered; a line labelled with one intent is compared with the likelier.
        predicted = next((name for name in ranking if name in pair), predicted)
    languages = [e["value"] for e in found if e["entity"] in ("language", "language_guess")]
    return Prediction(
        text=line["text"],
        variety=line.get("variety", ""),
        difficulty=line.get("difficulty", ""),
        intent=line["intent"],
        predicted=predicted,
        asked=asked,
        asked_rightly=not accepted.isdisjoint(asked),
        confidence=float(parsed["intent"]["confidence"]),
        language=languages[0] if languages else None,
        right=predicted in accepted,
        entities=_pairs(found),
        expected_entities=_pairs(line.get("entities", [])),
    )


def _has_language(p: Prediction) -> bool:
    """A mixture may be answered in either; one or two words may show none."""
    return p.variety != "mix" and len(p.text.split()) >= FEW_WORDS


def _language_is_right(p: Prediction) -> bool:
    return p.language == ("fr" if p.variety == "fr" else "ar")


def _pairs(entities: Iterable[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    found = {(e["entity"], _one_name(e)) for e in entities if e["entity"] in ENTITIES}
    return tuple(sorted(found))


def _one_name(entity: dict[str, Any]) -> str:
    """The value; a town by the knowledge base's name for it: Khénifra and Khenifra are one."""
    value = str(entity["value"])
    if entity["entity"] != "city":
        return value
    place = load_knowledge().place_meant(value, expected=True)
    return place.place.name["fr"] if isinstance(place, Found) else value


def _share(flags: Iterable[bool]) -> float:
    values = list(flags)
    return sum(values) / len(values) if values else 0.0


def _f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def _f1_by_intent(predictions: Sequence[Prediction]) -> dict[str, float]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for p in predictions:
        if p.right:
            counts[p.intent]["right"] += 1
        else:
            counts[p.intent]["missed"] += 1
            counts[p.predicted]["wrong"] += 1
    labelled = {p.intent for p in predictions}
    return {
        intent: _f1(count["right"], count["wrong"], count["missed"])
        for intent, count in counts.items()
        if intent in labelled
    }


def _calibration_error(predictions: Sequence[Prediction]) -> float:
    """Expected calibration error in ten bins (Guo et al. 2017, section 3)."""
    bins: dict[int, list[Prediction]] = defaultdict(list)
    for p in predictions:
        bins[min(9, int(p.confidence * 10))].append(p)
    return sum(
        abs(sum(p.confidence for p in group) - sum(p.right for p in group))
        for group in bins.values()
    ) / len(predictions)


def _entity_f1(predictions: Sequence[Prediction], kinds: Collection[str]) -> float:
    right = wrong = missed = 0
    for p in predictions:
        found = {one for one in p.entities if one[0] in kinds}
        expected = {one for one in p.expected_entities if one[0] in kinds}
        right += len(found & expected)
        wrong += len(found - expected)
        missed += len(expected - found)
    return _f1(right, wrong, missed)
