"""Words right before a name that say it is not meant: "machi f rbat", "hôpital Hassan II"."""

from __future__ import annotations

# As they stand once case, accents and forms of one letter are folded.
NEGATIONS = frozenset("pas non not machi mashi mchi mshi ماشي مشي ليس وليس ليست لا".split())
# Before what a person is called.
PERSONS = frozenset("appelle mme mlle smiti smiyti smya سميتي اسمي".split())
# Before what a hospital, a street or a person is called.
NAMESAKES = PERSONS | frozenset(
    """
    hopital hospital sbitar avenue av boulevard bd rue lycee mosquee مستشفي المستشفي سبيطار السبيطار
    شارع زنقه ثانويه مسجد
    """.split()
)
