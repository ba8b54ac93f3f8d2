"""Pages: words, sentences, labelled fields, pieces."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from redact.detect import words


@given(st.text(max_size=300))
@settings(max_examples=60)
def test_words_and_gaps_make_up_the_text_and_stand_where_they_say(text: str) -> None:
    page = words.read(text)

    assert len(page.lower) == len(text)
    assert "".join(word + gap for word, gap in zip(page.words, page.gaps, strict=True)) == page.lower
    assert all(
        page.lower[start : start + len(word)] == word for word, start in zip(page.words, page.starts, strict=True)
    )


def test_a_capital_that_grows_in_lower_case_moves_nothing() -> None:
    page = words.read("İstanbul Row")

    assert page.spell(1) == "Row"


def test_a_sentence_does_not_end_at_a_title() -> None:
    text = "He saw Dr. Achterberg. She was away."

    start, end = words.read(text).sentence(3)

    assert text[start:end].strip() == "He saw Dr. Achterberg."


def test_fields_are_read_with_several_on_a_line_and_the_value_beneath() -> None:
    text = "Religion: Muslim   Nat: Ghanaian\nAddress:\n3 Fennel Way\n"

    found = {field.label: text[field.start : field.end] for field in words.read(text).fields}

    assert found == {("religion",): "Muslim", ("nat",): "Ghanaian", ("address",): "3 Fennel Way"}


def test_a_clock_is_no_label() -> None:
    assert not words.read("Started 10:45, ended 11:20").fields


def test_a_header_in_camel_case_is_three_words() -> None:
    assert words.header("dateOfBirth | name") == ("date", "of", "birth")


@given(st.integers(0, 5), st.integers(1, 60_000))
@settings(max_examples=10)
def test_pieces_make_up_the_whole_text(kind: int, count: int) -> None:
    text = ("a word. ", "x", "line\n", "para\n\n", "no blank here-", "é ")[kind] * count

    found = list(words.pieces(text))

    assert "".join(piece for _, piece in found) == text
    assert all(text[at : at + len(piece)] == piece and len(piece) <= words.LONGEST for at, piece in found)
