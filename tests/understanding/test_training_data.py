"""The training messages: enough of each, none twice, none in the evaluation files."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands.data import evaluation_lines, intents_said_by_people
from bot.evaluation.data_checks import check_examples, length_class
from bot.evaluation.entity_checks import check_entities
from bot.evaluation.examples import Example, read_examples
from bot.evaluation.leakage import check_leakage


def test_the_training_and_evaluation_messages_have_no_problem():
    examples = read_examples()
    problems = [*check_examples(examples, intents_said_by_people())]
    problems += check_leakage(examples, evaluation_lines())
    for name, lines in evaluation_lines().items():
        problems += check_entities(name, lines)
    assert [str(problem) for problem in problems] == []


def test_every_intent_is_taught_and_no_other():
    taught = {intent for example in read_examples() for intent in example.intents}
    assert taught == intents_said_by_people()


def example(text: str, intent: str = "ask_contribution", variety: str = "fr", line: int = 1):
    return Example(text, intent, variety, Path("care.yml"), line)


@pytest.mark.parametrize(
    ("examples", "said"),
    [
        ([example("combien ça coûte"), example("Combien ça coûte", line=2)], "care.yml:2: text"),
        (
            [example("combien coûte l'inscription"), example("combien coûte l inscription ?")],
            "near copy",
        ),
        ([example("بشحال")], "Arabic letters"),
        ([example("bch7al", variety="ary")], "no Arabic letters"),
        ([example("bch7al", variety="xyz")], "unknown"),
        ([], "ask_contribution: fr: 0 examples"),
    ],
)
def test_a_problem_is_named_with_its_place_and_mend(examples, said):
    problems = [str(problem) for problem in check_examples(examples, {"ask_contribution"})]
    assert any(said in problem for problem in problems), problems


def leaks(*examples: Example, **files: list) -> list[str]:
    return [str(problem) for problem in check_leakage(examples, files)]


def line(text: str, intent: str = "ask_contribution", **more) -> dict:
    return {"text": text, "intent": intent, **more}


def test_a_message_shared_with_an_evaluation_file_is_found_whatever_its_intent():
    said = [line("salut", "greet"), line("C'est payant ?", "ask_coverage")]
    assert leaks(example("c'est payant ?"), dev=said) == [
        "dev:2: text: stands in care.yml:1 too; delete one"
    ]


@pytest.mark.parametrize(
    "said",
    [
        line("combien coûte cette inscription"),
        line("combien coûte cette inscription", "ask_coverage", also=["ask_contribution"]),
        {"text": "combien coûte cette inscription", "intents": ["greet", "ask_contribution"]},
    ],
)
def test_a_near_copy_in_an_evaluation_file_is_found_once(said):
    taught = [example("combien coûte l'inscription"), example("quelque chose d'autre", line=2)]
    assert leaks(*taught, dev=[said]) == [
        "dev:1: text: a near copy of care.yml:1; delete one or write it otherwise"
    ]


def test_a_near_copy_of_one_of_two_wishes_is_found():
    taught = example("le site et l'application svp", "ask_website+ask_mobile_app")
    said = {"text": "le site et l'application stp", "intents": ["ask_website", "ask_mobile_app"]}
    assert leaks(taught, wishes=[said]) == [
        "wishes:1: text: a near copy of care.yml:1; delete one or write it otherwise"
    ]


def test_a_near_copy_in_two_evaluation_files_is_found():
    first, second = line("combien coûte l'inscription"), line("combien coûte une inscription")
    assert leaks(dev=[first], test=[second]) == [
        "test:1: text: a near copy of dev:1; delete one or write it otherwise"
    ]


@pytest.mark.parametrize(
    ("taught", "said"),
    [
        ("où déposer mon dossier", line("où en est mon dossier", "ask_claim_status")),
        ("combien je paie svp", line("combien je paie")),
        ("combien coûte l'inscription", line("est-ce que cela se paie chaque année ?")),
    ],
)
def test_neighbours_of_another_intent_and_the_shortest_messages_may_be_alike(taught, said):
    assert leaks(example(taught), dev=[said]) == []


def test_every_evaluation_file_that_says_intents_is_compared():
    assert {"nlu_dev.jsonl", "nlu_test.jsonl", "two_wishes.jsonl"} <= set(evaluation_lines())


@pytest.mark.parametrize(("words", "expected"), [(1, 0), (3, 0), (4, 1), (9, 2), (21, 3)])
def test_lengths_are_counted_in_words(words, expected):
    assert length_class("mot " * words) == expected


def test_a_block_without_a_variety_is_refused_by_place(tmp_path):
    file = tmp_path / "care.yml"
    file.write_text('version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - salut\n')
    with pytest.raises(ValueError, match=r"care\.yml:3: metadata: missing"):
        read_examples(tmp_path)


@pytest.mark.parametrize(
    ("entity", "said"),
    [
        ({"entity": "city", "value": "Nulle-Part", "text": "Fès"}, "value of the city"),
        ({"entity": "city", "value": "Fès", "text": "Fes"}, "does not stand in the message"),
        ({"entity": "cin", "value": "AB1234", "text": "ab 123456"}, "value of the cin"),
        ({"entity": "birth_date", "value": "2004-02-30", "text": "30/2/2004"}, "birth_date"),
        ({"entity": "town", "value": "Fès", "text": "Fès"}, "town is unknown"),
        ({"entity": "university", "value": "UM5", "text": "Fès"}, None),
        ({"entity": "cin", "value": "AB123456", "text": "ab 123456"}, None),
    ],
)
def test_an_entity_that_its_message_does_not_say_is_found(entity, said):
    line = {"text": "ab 123456 né le 30/2/2004 à Fès", "entities": [entity]}
    problems = [str(problem) for problem in check_entities("nlu_dev.jsonl", [line])]
    assert bool(problems) == bool(said)
    assert not said or (problems[0].startswith("nlu_dev.jsonl:1: ") and said in problems[0])
