"""Texts put aside come back as they were."""

import pytest

from redact.core.place import Chars
from redact.media.pdf.terms import Area
from redact.media.pdf.words.shelf import Shelf
from redact.media.pdf.words.text import PageText, Spot

TEXTS = [
    PageText("", ()),
    PageText("Zoë \udcff 𝔄", tuple(Spot(Area(n, 0.1, n + 1 / 3, 9.7), n) for n in range(7))),
    PageText("a b", (Spot(Area(1, 2, 3, 4), 0), Spot(None, -1), Spot(Area(5, 2, 7, 4), 0))),
]


@pytest.mark.parametrize("text", TEXTS, ids=["nothing", "odd signs", "a gap"])
def test_a_text_comes_back_as_it_was(text):
    shelf = Shelf()
    shelf.put(3, text)

    assert shelf.get(3) == text


def test_texts_are_told_apart_in_any_order():
    shelf = Shelf()
    for page, text in enumerate(TEXTS):
        shelf.put(page, text)

    assert [shelf.get(page) for page in (2, 0, 1, 2)] == [TEXTS[2], TEXTS[0], TEXTS[1], TEXTS[2]]
    assert 2 in shelf
    assert 3 not in shelf
    assert shelf.get(2).areas(Chars(0, 3)) == (Area(1, 2, 7, 4),)
