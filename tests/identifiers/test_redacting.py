"""What the gate passes on holds placeholders, and what people type never becomes one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identifiers.placeholders import (
    KINDS,
    Placeholder,
    find_placeholders,
    replace_placeholders,
    strip_placeholders,
    write_placeholder,
)
from identifiers.recognise import Finding, recognise
from identifiers.redact import redact

TODAY = date(2026, 11, 24)
references = st.from_regex(r"[0-9a-f]{8}", fullmatch=True)


@given(st.sampled_from(KINDS), references, st.text(max_size=20))
def test_a_placeholder_written_is_found_where_it_stands(kind, reference, before):
    before = strip_placeholders(before)
    text = f"{before}{write_placeholder(kind, reference)} svp"
    (found,) = find_placeholders(text)
    assert found == Placeholder(kind, reference, len(before), len(text) - len(" svp"))


@given(st.lists(st.one_of(st.text(max_size=9), st.sampled_from(KINDS), references)))
def test_nothing_typed_opens_anything_however_it_is_nested(parts):
    typed = "<" + "<".join(f"{part}:{part}>" for part in parts) + "<cin:0a1b2c3d>>"
    assert find_placeholders(strip_placeholders(typed)) == []


@pytest.mark.parametrize(
    "text",
    [
        "<cin:0A1B2C3D>",
        "<cin:0a1b2c3>",
        "<cin:0a1b2c3d4>",
        "<cin: 0a1b2c3d>",
        "<name:0a1b2c3d>",
        "cin:0a1b2c3d",
    ],
)
def test_what_is_nearly_a_placeholder_is_none(text):
    assert find_placeholders(text) == []
    assert strip_placeholders(text) == text


def test_a_placeholder_is_one_neutral_word_for_the_understanding():
    assert replace_placeholders("ma cin <cin:0a1b2c3d> svp", "numero") == "ma cin numero svp"


def test_each_finding_is_held_once_and_in_order():
    held: list[Finding] = []

    def hold(finding: Finding) -> str:
        held.append(finding)
        return f"{len(held):08x}"

    text = "G123456789 puis AB123456 né le 5/3/2003, 0612345678, a@b.ma"
    clean = redact(text, recognise(text, TODAY), hold)
    kinds = ["massar_code", "cin", "birth_date", "phone", "email"]
    assert [finding.kind for finding in held] == kinds
    assert [p.kind for p in find_placeholders(clean)] == kinds
    assert [p.reference for p in find_placeholders(clean)] == [f"{n:08x}" for n in range(1, 6)]


@given(st.text(max_size=60))
def test_a_text_without_findings_passes_as_it_is(text):
    assert redact(text, [], lambda _: "00000000") == text.strip()
