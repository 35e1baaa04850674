"""One invented person's identifiers, and every way to write them that people or programs have."""

from __future__ import annotations

from dataclasses import dataclass

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
BOLD = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")


@dataclass(frozen=True)
class Identifier:
    """`plain` without separators, and the writings that are typed (`plain` among them)."""

    kind: str
    plain: str
    writings: tuple[str, ...]


def _numbers(*groupings: str) -> tuple[str, ...]:
    """Each grouping in four scripts, with dashes, with keycaps, over lines, between tags."""
    first, spaced = groupings[0], groupings[1]
    scripts = [text.translate(s) for text in groupings for s in (ARABIC, FULL_WIDTH, BOLD)]
    escaped = "".join(f"\\u{ord(c):04x}" if c.isdigit() else c for c in first.translate(ARABIC))
    return (
        *groupings,
        *scripts,
        first.lower(),
        spaced.replace(" ", "-"),
        spaced.replace(" ", "\n"),
        spaced.replace(" ", "<br>"),
        spaced.replace(" ", "|"),
        "".join(f"{c}\ufe0f\u20e3" if c.isdigit() else c for c in first),
        "".join(f"&#{ord(c)};" for c in first),
        f"\u202e{first}\u202c",
        f"\u200f{first}\u200e",
        first[:4] + "\x00" + first[4:],
        escaped,
    )


CIN = Identifier("cin", "XK4839206", _numbers("XK4839206", "XK 483 9206", "x k 4 8 3 9 2 0 6"))
MASSAR_CODE = Identifier(
    "massar_code", "R148305927", _numbers("R148305927", "R 148 305 927", "R-14-83-05-92-7")
)
BIRTH_DATE = Identifier(
    "birth_date",
    "17092003",
    (
        *_numbers("17/09/2003", "17 09 2003", "17.9.2003"),
        *("17092003", "2003-09-17", "2003/09/17", "17 - 9 - 03", "09/17/2003"),
        *("17 septembre 2003", "17 sept 2003", "september 17, 2003", "17 شتنبر 2003"),
        *("dix-sept septembre deux mille trois", "سبعة عشر شتنبر ألفين وثلاثة"),
    ),
)
PHONE = Identifier(
    "phone",
    "0661739482",
    (
        *_numbers("0661739482", "06 61 73 94 82", "0661-739-482"),
        *("+212661739482", "00212 661 73 94 82", "+212 (0)6 61 73 94 82"),
        "zéro six soixante et un soixante-treize quatre-vingt-quatorze quatre-vingt-deux",
        "صفر ستة ستة واحد سبعة ثلاثة تسعة أربعة ثمانية اثنان",
        "sifr setta setta wa7ed sb3a tlata ts3oud rb3a tmenya jouj",
    ),
)
EMAIL = Identifier(
    "email",
    "salma.benjelloun@gmail.com",
    (
        *("salma.benjelloun@gmail.com", "SALMA.BENJELLOUN@GMAIL.COM"),
        *("salma.benjelloun @ gmail.com", "salma.benjelloun＠gmail.com"),
        *("salma.benjelloun arobase gmail point com", "salma.benjelloun(at)gmail.com"),
        *("salma.benjelloun\n@gmail.com", "<salma.benjelloun@gmail.com>"),
        "salma.benjelloun&#64;gmail.com",
    ),
)
IDENTIFIERS = (CIN, MASSAR_CODE, BIRTH_DATE, PHONE, EMAIL)
