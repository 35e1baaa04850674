"""How a CSV file is written is found out from its bytes, and said where it is not UTF-8."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.deliveries.encoding import _CHUNK_BYTES, UTF_8, WINDOWS_1256, encoding_of
from eligibility.deliveries.problems import Problems
from eligibility.deliveries.reading import opened
from tests.delivery_files import HEADER, line_with, places_of, problems_of, read


@pytest.fixture
def path(tmp_path):
    return tmp_path / "delivery.csv"


def written(path, *lines: str, encoding: str):
    path.write_bytes("\n".join([HEADER, *lines]).encode(encoding))
    return path


@pytest.mark.parametrize("university", ["جامعة محمد الخامس", "Université de Fès", "UM5 الرباط"])
def test_windows_1256_is_recognised_and_said(path, university):
    written(path, line_with(university=university), encoding="cp1256")
    assert read(path)[0].university == university
    with opened(path, Problems(path.name)) as lines:
        assert lines.note == "read as Windows-1256"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_needs_no_word(path, encoding):
    written(path, line_with(university="جامعة الحسن الثاني"), encoding=encoding)
    assert read(path)[0].university == "جامعة الحسن الثاني"
    with opened(path, Problems(path.name)) as lines:
        assert lines.note is None


def test_french_of_western_windows_comes_out_right_where_both_agree(path):
    written(path, line_with(university="Faculté à Fès"), encoding="cp1252")
    assert read(path)[0].university == "Faculté à Fès"


def test_what_would_come_out_as_half_arabic_words_is_refused_by_line(path):
    written(path, line_with(), line_with(university="École"), encoding="cp1252")
    (problem,) = problems_of(path)
    assert (problem.line, problem.field, problem.mend) == (3, "file", "save it as CSV UTF-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_wider_encodings_are_refused(path, encoding):
    assert places_of(written(path, line_with(university="جامعة"), encoding=encoding))


def test_a_character_across_two_chunks_is_no_error(path):
    start = f"{HEADER}\n{line_with(university='').rsplit(',', 4)[0]}"
    filler = "\n" * (_CHUNK_BYTES - len(start) - 1)
    path.write_bytes(f"{start}{filler}ع".encode())
    with path.open("rb") as file:
        assert encoding_of(file, Problems("")) == UTF_8


def test_a_file_that_ends_inside_a_character_is_no_utf_8(path):
    path.write_bytes("جامعة".encode()[:-1])
    with path.open("rb") as file:
        assert encoding_of(file, Problems("")) == WINDOWS_1256


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=50))
def test_utf_8_is_never_taken_for_something_else(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "text.csv"
    path.write_bytes(text.encode())
    with path.open("rb") as file:
        assert encoding_of(file, Problems("")) == UTF_8
