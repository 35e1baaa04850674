"""What spares Rasa's training its copies changes nothing of the training data."""

from __future__ import annotations

import copy

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.training import copy_message, read_once, without_repeats

EXAMPLES = [
    {TEXT: "bonjour", INTENT: "greet", "metadata": {"intent": {"variety": "fr"}}},
    {TEXT: "salam", INTENT: " greet ", "metadata": {"intent": {"variety": "arz"}}},
    {TEXT: "bonjour", INTENT: "greet", "metadata": {"intent": {"variety": "fr"}}},
    {TEXT: "à Fès", INTENT: "inform", "entities": [{"entity": "city", "value": "Fès"}]},
]


def messages() -> list[Message]:
    return [Message(data) for data in copy.deepcopy(EXAMPLES)]


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_a_copied_example_is_equal_and_independent(number):
    theirs, ours = messages()[number], messages()[number]
    theirs.fingerprint()
    twin = copy_message(ours, {})
    assert twin == copy.deepcopy(theirs) and vars(twin).keys() == vars(theirs).keys()
    twin.set(INTENT, "deny")
    twin.data.setdefault("metadata", {})["more"] = 1
    twin.output_properties.add("more")
    assert ours == theirs and "more" not in ours.output_properties


def test_repeated_examples_are_dropped_and_intents_trimmed_as_rasa_does_it():
    ours, theirs = without_repeats(messages()), TrainingData.sanitize_examples(messages())
    assert [one.data for one in ours] == [one.data for one in theirs]
    assert [one.get(INTENT) for one in ours] == ["greet", "greet", "inform"]
    assert TrainingData(ours).fingerprint() == TrainingData(theirs).fingerprint()


def test_a_file_is_read_once_and_what_becomes_of_one_reading_is_not_in_the_next():
    calls = []

    def read(filename, language):
        calls.append(filename)
        return TrainingData(messages())

    reading = read_once(read)
    first, second = reading("a.yml"), reading("a.yml")
    first.training_examples[0].set(INTENT, "deny")
    assert calls == ["a.yml"]
    assert second.training_examples[0].get(INTENT) == "greet"
    assert second.fingerprint() == TrainingData(messages()).fingerprint()
