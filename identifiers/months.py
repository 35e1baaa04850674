"""Names of the months as Moroccans write them: French, Arabic, Moroccan Arabic, Arabizi."""

from __future__ import annotations

import re

from identifiers.folding import fold

# Comma-separated: some Levantine names are two words.
_NAMES: dict[int, str] = {
    1: "janvier, janv, jan, january, yanayer, yanayir, ynayer, yannayer, "
    "يناير, جانفي, كانون الثاني",
    2: "fevrier, fevr, fev, feb, february, fbrayer, fbrayr, fibrayer, fabrayer, febrayer, فبراير, "
    "فيفري, شباط",
    3: "mars, mar, march, mares, marss, مارس, اذار",
    4: "avril, avr, apr, april, abril, ibril, abrel, أبريل, إبريل, افريل, نيسان",
    5: "mai, may, mayo, mayyo, ماي, مايو, أيار",
    6: "juin, jun, june, yunyu, younio, yonyo, younyou, younyo, يونيو, يونيه, جوان, حزيران",
    7: "juillet, juil, jul, july, yulyuz, youlyouz, yolyoz, youliouz, youlyoz, yulyu, "
    "يوليوز, يوليو, يوليه, جويلية, تموز",
    8: "août, aou, aug, august, ghucht, ghocht, ghusht, ghosht, ghoucht, ghousht, غشت, أغسطس, "
    "اوت, آب",
    9: "septembre, sept, sep, september, chtanbir, chotanbir, shtanbir, choutanbir, chutanbir, "
    "شتنبر, سبتمبر, أيلول",
    10: "octobre, oct, october, oktobr, oktober, uktubr, octobr, oktoubar, أكتوبر, تشرين الأول",
    11: "novembre, nov, november, nonbir, nouanbir, nowanbir, nuwanbir, nounbir, نونبر, نوفمبر, "
    "تشرين الثاني",
    12: "décembre, dec, december, dojanbir, doujanbir, dujanbir, dijanbir, djanbir, دجنبر, ديسمبر, "
    "كانون الأول",
}

MONTHS: dict[str, int] = {
    fold(name).text: month for month, names in _NAMES.items() for name in names.split(", ")
}
# Longest first, so that "sept" does not end inside "septembre".
MONTH_PATTERN = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
