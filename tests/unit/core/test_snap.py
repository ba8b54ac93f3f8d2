"""Snapped boxes: outward, on the grid, within the picture."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.place import Box
from redact.core.snap import GRID_PX, snapped

EDGES = st.floats(-500, 500, allow_nan=False)
SIDES = st.integers(1, 300)


@given(EDGES, EDGES, EDGES, EDGES, SIDES, SIDES)
def test_every_pixel_of_the_box_is_covered_and_the_edges_are_grid_lines_or_the_pictures_own(a, b, c, d, width, height):
    box = Box(min(a, b), min(c, d), max(a, b), max(c, d))

    x0, y0, x1, y1 = snapped(box, width, height)

    inside = box.meet(Box(0, 0, width, height))
    if inside.area:
        assert x0 <= inside.x0
        assert y0 <= inside.y0
        assert x1 >= inside.x1
        assert y1 >= inside.y1
    assert 0 <= x0 <= x1 <= width
    assert 0 <= y0 <= y1 <= height
    assert x0 % GRID_PX == 0
    assert y0 % GRID_PX == 0
    assert x1 % GRID_PX == 0 or x1 == width
    assert y1 % GRID_PX == 0 or y1 == height


@given(EDGES, EDGES, SIDES, SIDES)
def test_snapping_what_is_snapped_changes_nothing(x, y, width, height):
    once = snapped(Box(x, y, x + 30, y + 20), width, height)

    assert snapped(Box(*once), width, height) == once or once[0] == once[2] or once[1] == once[3]


def test_words_of_nearly_one_width_give_boxes_of_the_same_width():
    assert snapped(Box(17, 3, 41, 9), 100, 100) == snapped(Box(16.2, 1, 47.9, 15), 100, 100) == (16, 0, 48, 16)


@pytest.mark.parametrize("box", [Box(-9, 2, -1, 9), Box(64, 2, 80, 9), Box(2, 200, 9, 300)])
def test_a_box_off_the_picture_covers_nothing(box):
    x0, y0, x1, y1 = snapped(box, 61, 61)

    assert x0 == x1 or y0 == y1


def test_a_box_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="NaN"):
        snapped(Box(math.nan, 0, 9, 9), 50, 50)
