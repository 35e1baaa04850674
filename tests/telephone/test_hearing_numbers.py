"""Numbers in words, as recognisers write them, become digits."""

from __future__ import annotations

import pytest
from num2words import num2words

from bot.channels.telephone.hearing.arabic_numbers import arabic_digits
from bot.channels.telephone.hearing.french_numbers import french_digits

# The library writes these with a word for "a thousand" more than there is.
MISWRITTEN = range(2000, 2001)
SAMPLE = [*range(0, 1_200), *range(1_900, 2_100), *range(3_011, 900_000, 2_477)]


def test_every_arabic_number_that_is_written_out_is_read_back():
    wrong = {}
    for number in SAMPLE:
        words = num2words(number, lang="ar")
        # "ثمانمائة و ألف ألف" for 801,000: nobody says so.
        if "ألف ألف" in words or number in MISWRITTEN:
            continue
        if arabic_digits(words, dictated=True) != str(number):
            wrong[number] = words
    assert not wrong


def test_every_french_number_that_is_written_out_is_read_back():
    numbers = [number for number in SAMPLE if number > 3]
    wrong = {n: w for n in numbers if french_digits(w := num2words(n, lang="fr")) != str(n)}
    assert not wrong


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("ألفين وثلاثة", "2003"),
        ("ألفين وتلاتة", "2003"),
        ("الفين و خمسة", "2005"),
        ("ألف وتسعمية وتسعة وتسعين", "1999"),
        ("ألف وتسعمائة وثمانية وتسعون", "1998"),
        ("مية وتلاتة وعشرين ألف وربعمية وستة وخمسين", "123456"),
        ("واحد جوج تلاتة ربعة خمسة", "1 2 3 4 5"),
        ("صفر ستة اطناش ربعة وتلاتين ستة وخمسين تمنية وسبعين", "0 6 12 34 56 78"),
        ("صفر خمسة ثمانية وثلاثون صفر صفر عشرون عشرون", "0 5 38 0 0 20 20"),
        ("تلطاش يونيو ألفين وربعة", "13 يونيو 2004"),
        ("أربعة مئة", "400"),
        ("ثلاثة عشر", "13"),
        ("خمسة و السلام", "5 و السلام"),
        ("وحدة واحد وجوج", "1 1 2"),
    ],
)
def test_arabic_numbers_as_moroccans_say_them(words, digits):
    assert arabic_digits(words, dictated=True) == digits


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("deux mille trois", "2003"),
        ("zéro cinq trente-huit", "05 38"),
        ("A B cent vingt-trois mille", "A B 123000"),
        ("zéro six double zéro douze", "06 0012"),
        ("deux fois le sept", "7 7"),
        ("dix-neuf cent quatre-vingt-dix-neuf", "1999"),
    ],
)
def test_french_numbers_as_they_are_dictated(words, digits):
    assert french_digits(words) == digits


@pytest.mark.parametrize("words", ["كيفاش نتسجل", "أريد التسجيل والاستفادة", "واش كاين شي حل"])
def test_arabic_without_numbers_stays_as_it_is(words):
    assert arabic_digits(words) == words
