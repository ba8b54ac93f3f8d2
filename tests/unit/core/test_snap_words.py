"""The length of a cut word is a number of ems, wherever it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.place import Box, Chars, Track
from redact.core.snap import EM, evened

SIDES = st.floats(1, 900, allow_nan=False)


@given(SIDES, SIDES, SIDES, SIDES)
def test_it_holds_the_words_and_is_whole_ems_long(x0: float, y0: float, width: float, height: float) -> None:
    box = Box(x0 + 1000, y0 + 1000, x0 + 1000 + width, y0 + 1000 + height)

    wide = evened(box)

    assert isinstance(wide, Box)
    assert wide.meet(box).area == pytest.approx(box.area)
    em = min(width, height) * EM
    if max(width, height) > min(width, height):
        ems = max(wide.x1 - wide.x0, wide.y1 - wide.y0) / em
        assert ems == pytest.approx(round(ems), abs=1e-6)
    assert wide.x1 - wide.x0 <= width + em * 1.001


def test_names_of_about_one_length_get_one_width() -> None:
    boxes = [evened(Box(100, 100, 100 + width, 120)) for width in range(81, 97)]

    assert {box.x1 - box.x0 for box in boxes if isinstance(box, Box)} == {96}


def test_a_track_is_evened_in_each_frame() -> None:
    assert evened(Track(((3, 100, 100, 194, 120),))) == Track(((3, 99, 100, 195, 120),))


def test_at_the_edge_of_a_picture_no_side_is_below_nought() -> None:
    assert evened(Box(0.5, 0, 94.5, 20)) == Box(0, 0, 95.5, 20)


def test_characters_have_no_ems() -> None:
    assert evened(Chars(3, 9)) == Chars(3, 9)
