"""Words right before a name that say it is not meant: "machi f rbat", "pas l'UMI"."""

from __future__ import annotations

# As they stand once case, accents and forms of one letter are folded.
NEGATIONS = frozenset("pas non not machi mashi mchi mshi ماشي مشي ليس وليس ليست لا".split())
