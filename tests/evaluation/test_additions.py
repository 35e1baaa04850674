"""An accepted message stands in the right file and variety, or is refused with the reason."""

from __future__ import annotations

import pytest

from bot.evaluation.additions import Refused, TrainingFiles
from bot.evaluation.examples import read_examples

FILE = """version: "3.1"
nlu:
# Kept as it is.
- intent: ask_renewal
  metadata: {variety: fr}
  examples: |
    - est-ce que je dois refaire la déclaration chaque année
    - la déclaration de l'an dernier suffit ?
- intent: ask_renewal
  metadata: {variety: ary}
  examples: |
    - واش خاصني نعاود التصريح كل عام
- intent: ask_coverage
  metadata: {variety: fr}
  examples: |
    - les lunettes sont remboursées à combien
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "enrollment.yml").write_text(FILE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def files(folder):
    line = {"text": "je renouvelle quand mon inscription à l'amo", "intent": "ask_renewal"}
    return TrainingFiles(folder, {"nlu_dev.jsonl": [line]})


def test_it_stands_below_the_last_example_of_its_intent_and_variety(files, folder):
    added = files.add("en septembre il faut recommencer ?", "ask_renewal", "fr")
    assert (added.file.name, added.line) == ("enrollment.yml", 9)
    lines = (folder / "enrollment.yml").read_text(encoding="utf-8").splitlines()
    assert lines[8] == "    - en septembre il faut recommencer ?"
    assert lines[:8] + lines[9:] == FILE.splitlines()
    # And the next one below it, in another block too.
    assert files.add("wa9ila خاصني نسجل مرة خرا", "ask_renewal", "ary").line == 14
    assert files.add("je refais tout à la rentrée alors", "ask_renewal", "fr").line == 10
    assert len(read_examples(folder)) == 7


@pytest.mark.parametrize(
    ("text", "intent", "variety", "reason"),
    [
        ("La déclaration de l'an dernier suffit ?", "ask_renewal", "fr", "stands in enrollment"),
        ("la déclaration de l'an dernier suffit-elle ?", "ask_renewal", "fr", "near copy"),
        ("les lunettes sont remboursées à combien", "ask_renewal", "fr", "stands in"),
        ("je renouvelle quand mon inscription a l'amo ?", "ask_renewal", "fr", "near copy"),
        ("je renouvelle quand mon inscription à l'amo", "ask_coverage", "fr", "stands in"),
        ("واش نعاود", "ask_renewal", "fr", "Arabic letters"),
        ("wach n3awd", "ask_renewal", "ary", "no Arabic letters"),
        ("bghit n3awd", "ask_renewal", "arz", "begin a block"),
        ("<cin:00000000> !", "ask_renewal", "fr", "no words"),
        ("ma cin c'est AB123456, je refais ?", "ask_renewal", "fr", "identity number"),
    ],
)
def test_what_would_spoil_the_data_is_refused_and_changes_nothing(
    files, folder, text, intent, variety, reason
):
    with pytest.raises(Refused, match=reason):
        files.add(text, intent, variety)
    assert (folder / "enrollment.yml").read_text(encoding="utf-8") == FILE


def test_two_that_are_nearly_the_same_are_not_both_added(files):
    files.add("en septembre il faut recommencer ?", "ask_renewal", "fr")
    with pytest.raises(Refused, match="near copy"):
        files.add("en septembre il faut recommencer tout ?", "ask_renewal", "fr")


def test_nothing_in_a_message_is_read_as_an_entity_or_as_a_new_line(files, folder):
    files.add('[demain]{"entity": "x"}\n- intent: greet', "ask_renewal", "fr")
    (one,) = [e for e in read_examples(folder) if e.line == 9]
    assert one.text == '(demain)("entity": "x") - intent: greet' and one.intent == "ask_renewal"
