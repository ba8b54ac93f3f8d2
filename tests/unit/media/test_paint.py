"""The cut in pixels."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.errors import Defect
from redact.core.flow import Edit
from redact.core.place import Box, Chars
from redact.core.snap import snapped
from redact.core.upright import ORIENTATIONS, upright
from redact.media._label import LEAST_PX, label_plate
from redact.media._paint import CELLS, cut, marks


def noise(width=120, height=90, seed=1):
    return np.random.default_rng(seed).integers(1, 255, (height, width, 3), dtype=np.uint8)


@given(
    st.floats(-20, 140),
    st.floats(-20, 110),
    st.floats(0, 90),
    st.floats(0, 90),
    st.sampled_from(["fill", "pixelate", "blur"]),
    st.sampled_from(["", "Person 3"]),
    st.sampled_from(ORIENTATIONS),
)
def test_nothing_outside_the_snapped_box_changes_and_all_inside_is_painted(x, y, w, h, style, label, turned):  # noqa: PLR0917
    before = noise()
    box = Box(x, y, x + w, y + h)
    after = before.copy()

    cut(after, [Edit(box, label, style)], turned)

    x0, y0, x1, y1 = snapped(box, 120, 90)
    outside = np.ones(before.shape[:2], bool)
    outside[y0:y1, x0:x1] = False
    assert (after[outside] == before[outside]).all()
    if style == "fill" and not label:
        assert not after[y0:y1, x0:x1].any()


@pytest.mark.parametrize("side", [8, 16, 40, 88])
def test_a_pixelated_box_has_few_cells_whatever_its_size(side):
    pixels = noise()

    cut(pixels, [Edit(Box(0, 0, side, side), style="pixelate")])

    colours = np.unique(pixels[:side, :side].reshape(-1, 3), axis=0)
    assert len(colours) <= min(CELLS, side // 8) ** 2


@pytest.mark.parametrize("style", ["pixelate", "blur"])
def test_pictures_with_equal_cells_cannot_be_told_apart_once_softened(style):
    """Whatever is finer than a cell is gone: two pictures that differ within cells alone come out the same."""
    board = np.zeros((48, 48, 3), np.uint8)
    board[::2, ::2] = board[1::2, 1::2] = 200
    swapped = 200 - board

    cut(board, [Edit(Box(0, 0, 48, 48), style=style)])
    cut(swapped, [Edit(Box(0, 0, 48, 48), style=style)])

    assert (board == swapped).all()


def test_a_blurred_box_holds_no_edge_sharper_than_its_cells():
    pixels = np.zeros((96, 96, 3), np.uint8)
    pixels[:, ::2] = 255

    cut(pixels, [Edit(Box(0, 0, 96, 96), style="blur")])

    assert np.ptp(cv2.Laplacian(pixels, cv2.CV_32F)) < 40


def test_fill_wins_where_boxes_overlap():
    pixels = noise()

    cut(pixels, [Edit(Box(0, 0, 40, 40)), Edit(Box(24, 24, 80, 80), style="pixelate")])

    assert not pixels[:40, :40].any()


@pytest.mark.parametrize("turned", ORIENTATIONS)
def test_the_label_stands_upright_for_the_viewer(turned):
    width, height = (160, 40) if turned <= 4 else (40, 160)
    pixels = noise(width, height)

    cut(pixels, [Edit(Box(0, 0, width, height), "Person 3")], turned)

    plate = label_plate("Person 3", 160, 40)
    seen = upright(pixels, turned)[:, :, 0]
    top, left = (40 - plate.shape[0]) // 2, (160 - plate.shape[1]) // 2
    assert (seen[top : top + plate.shape[0], left : left + plate.shape[1]] == plate).all()
    assert plate.max() == 255


def test_a_label_that_would_be_too_small_to_read_is_not_painted():
    pixels = noise()

    cut(pixels, [Edit(Box(0, 0, 24, 80), "Person 3")])

    assert not pixels[:80, :24].any()
    assert label_plate("Person 3", 160, LEAST_PX) is None


def test_letters_that_the_font_lacks_do_no_harm():
    assert (label_plate("Zoë\nŁ", 100, 40) == label_plate("Zoe ?", 100, 40)).all()


@pytest.mark.parametrize("edit", [Edit(Chars(0, 3)), Edit(Box(0, 0, 9, 9), style="sepia")])
def test_an_edit_that_cannot_be_painted_is_never_passed_over(edit):
    with pytest.raises(Defect):
        cut(noise(), [edit])


def test_of_boxes_that_overlap_only_the_largest_bears_its_label():
    edits = [Edit(Box(0, 0, 48, 24), "A"), Edit(Box(16, 16, 112, 80), "B"), Edit(Box(0, 80, 40, 88), "C")]

    assert [mark.label for mark in marks(edits, 120, 90)] == ["", "B", "C"]
