"""Folding reads look-alikes as a person does, and keeps every character's home."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.core.fold import fold
from redact.core.place import Chars

ALPHABET = st.text(alphabet="abAB -'’ѕаеАΒσ\u200b\u00adﬁ𝐀Ａ\n–`é", max_size=24)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Rіchard", "Richard"),
        ("Иван Rіchard", "Иван Richard"),
        ("Ri\u200bchard", "Richard"),
        ("ＡＢ", "AB"),
        ("О’Dowd", "O'Dowd"),
    ],
)
def test_a_word_reads_as_it_looks(text: str, read: str) -> None:
    assert fold(text).text == read


@settings(max_examples=100)
@given(ALPHABET)
def test_every_folded_character_has_a_home_in_the_text(text: str) -> None:
    read = fold(text)

    if read.homes:
        assert len(read.homes) == len(read.text)
        assert all(0 <= home < len(text) for home in read.homes)
    elif read.text:
        assert len(read.text) == len(text)
    assert read.back(Chars(0, len(read.text))).end <= len(text)


def test_a_ligature_and_an_invisible_character_do_not_cancel_out() -> None:
    """`ﬁx` and a zero-width space are three characters, read as three, none but the first in its old place."""
    read = fold("ﬁx\u200b")

    assert read.text == "fix"
    assert read.back(Chars(2, 3)) == Chars(1, 2)
