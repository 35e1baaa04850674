"""Names of the months as Moroccans write them: French, Arabic, Moroccan Arabic, Arabizi."""

from __future__ import annotations

import re
import unicodedata

_NAMES: dict[int, str] = {
    1: "janvier janv jan january yanayer yanayir ynayer يناير جانفي كانون",
    2: "fevrier fevr fev feb february fbrayer fbrayr fibrayer fabrayer فبراير فيفري شباط",
    3: "mars mar march mares marss مارس آذار",
    4: "avril avr apr april abril ابريل أبريل إبريل افريل نيسان",
    5: "mai may mayo ماي مايو أيار",
    6: "juin jun june yunyu younio yonyo younyou يونيو يونيه جوان",
    7: "juillet juil jul july yulyuz youlyouz yolyoz youliouz يوليوز يوليو جويلية",
    8: "aout aou aug august ghucht ghocht ghusht ghosht غشت أغسطس اغسطس اوت",
    9: "septembre sept sep september chtanbir chotanbir shtanbir شتنبر سبتمبر",
    10: "octobre oct october oktobr oktober uktubr octobr أكتوبر اكتوبر",
    11: "novembre nov november nonbir nouanbir nowanbir nuwanbir نونبر نوفمبر",
    12: "decembre dec december dojanbir doujanbir dujanbir dijanbir دجنبر ديسمبر",
}


def fold_month(name: str) -> str:
    """Lower case, no accents, one form of alef."""
    plain = unicodedata.normalize("NFKD", name.lower())
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("ـ", "")


MONTHS: dict[str, int] = {
    fold_month(name): month for month, names in _NAMES.items() for name in names.split()
}
# Longest first, so that "sept" does not end inside "septembre".
MONTH_PATTERN = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
