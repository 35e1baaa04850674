"""Identity numbers as they are dictated, in the transcripts that recognisers write."""

from __future__ import annotations

import string
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.channels.telephone.hearing import letters
from bot.channels.telephone.hearing.dates import spoken_birth_date
from bot.channels.telephone.hearing.free_speech import question_in
from bot.channels.telephone.hearing.spelled import spelled
from identifiers import InvalidIdentifier, Reason

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("language", "transcript", "letters", "digits"),
    [
        ("fr", "A B cent vingt-trois mille quatre cent cinquante-six", "AB", "123456"),
        ("fr", "ab 123456", "AB", "123456"),
        ("fr", "AB123456", "AB", "123456"),
        ("fr", "A B 123 456", "AB", "123456"),
        ("fr", "mon numéro c'est bé ka cent vingt trois quatre cent cinquante six", "BK", "123456"),
        ("fr", "A comme Amine B comme Brahim un deux trois quatre cinq six", "AB", "123456"),
        ("fr", "M comme Maroc 12 34 56 78 9", "M", "123456789"),
        ("fr", "j'ai un trois cinq deux quatre six sept zéro huit", "G", "135246708"),
        ("fr", "gé cent trente-cinq deux cent quarante-six sept cent huit", "G", "135246708"),
        ("fr", "zed zed cent mille un", "ZZ", "100001"),
        ("fr", "double vé un deux trois quatre cinq", "W", "12345"),
        ("fr", "i grec cent mille", "Y", "100000"),
        ("fr", "eh bien l'identifiant est M comme Maroc 12 34 56 78 9", "M", "123456789"),
        ("fr", "zéro six douze trente-quatre cinquante-six soixante-dix-huit", "", "0612345678"),
        ("fr", "aime", "M", ""),
        ("ar", "ألف باء مئة وثلاثة وعشرون ألفا وأربعمئة وستة وخمسون", "AB", "123456"),
        ("ar", "جيم واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة", "J", "123456789"),
        ("ar", "رقم البطاقة ديالي هو كاف مية وعشرين تلتمية وتلاتين", "K", "120330"),
        ("ar", "A B 123 456", "AB", "123456"),
        ("ar", "م ديال محمد واحد جوج تلاتة ربعة خمسة", "M", "12345"),
        ("ar", "زاي زاي ميا ألف وواحد", "ZZ", "100001"),
        ("ar", "صفر ستة اطناش ربعة وتلاتين ستة وخمسين تمنية وسبعين", "", "0612345678"),
        ("ar", "ميم", "M", ""),
    ],
)
def test_a_dictated_number_is_read(language, transcript, letters, digits):
    heard = spelled(transcript, language)
    assert (heard.letters, heard.digits) == (letters, digits)
    assert heard.is_dictation


@pytest.mark.parametrize(
    ("language", "transcript"),
    [
        ("fr", "pourquoi vous demandez ma carte"),
        ("fr", "où est le bureau de Fès"),
        ("fr", "je ne sais pas"),
        ("fr", "si"),
        ("fr", "combien ça coûte en deux mille vingt-six"),
        ("ar", "علاش بغيتي رقم البطاقة ديالي"),
        ("ar", "ما عنديش رقم مسار"),
        ("ar", "شحال كيخلص الواحد فالعام"),
    ],
)
def test_a_question_is_no_dictation(language, transcript):
    assert not spelled(transcript, language).is_dictation


def test_no_name_of_a_letter_stands_for_two():
    names = yaml.safe_load(Path(letters.__file__).with_name("letters.yml").read_text("utf-8"))
    assert sorted(names) == list(string.ascii_uppercase)
    wrong = {
        name: letter
        for letter, several in names.items()
        for name in several
        if letters.letter_named(name) != letter
    }
    assert not wrong


@pytest.mark.parametrize(
    ("language", "transcript", "born"),
    [
        ("fr", "le cinq mars deux mille trois", date(2003, 3, 5)),
        ("fr", "je suis né le 21 août 2004", date(2004, 8, 21)),
        ("fr", "vingt et un août deux mille quatre", date(2004, 8, 21)),
        ("fr", "zéro cinq zéro trois deux mille trois", date(2003, 3, 5)),
        ("fr", "cinq zéro trois deux mille trois", date(2003, 3, 5)),
        ("fr", "premier janvier mille neuf cent quatre-vingt-dix-neuf", date(1999, 1, 1)),
        ("fr", "05032003", date(2003, 3, 5)),
        ("ar", "خمسة مارس ألفين وثلاثة", date(2003, 3, 5)),
        ("ar", "الخامس من مارس سنة ألفين وثلاثة", date(2003, 3, 5)),
        ("ar", "تلطاش يونيو ألفين و ربعة", date(2004, 6, 13)),
        ("ar", "واحد وعشرين غشت ألفين وربعة", date(2004, 8, 21)),
        ("ar", "صفر خمسة صفر ثلاثة ألفين وثلاثة", date(2003, 3, 5)),
        ("ar", "حداش دجنبر ألف وتسعمية وتمنية وتسعين", date(1998, 12, 11)),
    ],
)
def test_a_spoken_birth_date_is_read(language, transcript, born):
    assert spoken_birth_date(transcript, language, TODAY) == born


@pytest.mark.parametrize(
    ("transcript", "reason"),
    [
        ("pourquoi", Reason.DATE_UNREADABLE),
        ("trente et un février deux mille trois", Reason.DATE_IMPOSSIBLE),
        ("31022003", Reason.DATE_IMPOSSIBLE),
        ("le cinq mars", Reason.DATE_NO_YEAR),
    ],
)
def test_what_is_no_birth_date_says_why(transcript, reason):
    with pytest.raises(InvalidIdentifier) as problem:
        spoken_birth_date(transcript, "fr", TODAY)
    assert problem.value.reason is reason


@pytest.mark.parametrize(
    ("language", "transcript", "question"),
    [
        ("fr", "combien ça coûte en deux mille vingt-six", "combien ça coûte en 2026"),
        ("fr", "j'ai vingt-six ans", "j'ai 26 ans"),
        ("ar", "عندي ستة وعشرين عام", "عندي 26 عام"),
        ("ar", "شحال كيخلص الواحد", None),
        ("ar", "عندي واحد السؤال", None),
        ("fr", "un étudiant de deux ans", None),
        ("fr", "ab 123456", ""),
        ("ar", "زاي زاي ميا ألف وواحد", ""),
    ],
)
def test_a_question_has_numbers_in_digits_and_an_identity_number_alone_is_none(
    language, transcript, question
):
    expected = transcript if question is None else question
    assert question_in(transcript, language, TODAY) == expected


def test_an_identity_number_that_nobody_asked_for_is_left_out():
    said = "je veux suivre ma demande ma carte A B cent vingt-trois mille quatre cent cinquante-six"
    left = question_in(said, "fr", TODAY)
    assert "suivre ma demande" in left
    assert not any(character.isdigit() for character in left)
