"""Turning: what is stored and what is seen are one picture, and a box in the one is the same pixels in the other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from redact.core.place import Box
from redact.core.upright import ORIENTATIONS, stored, stored_box, upright

PIXELS = np.arange(5 * 8 * 3, dtype=np.uint8).reshape(5, 8, 3)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_a_picture_is_turned_as_others_turn_it(orientation: int) -> None:
    picture = Image.fromarray(PIXELS)
    picture.getexif()[0x0112] = orientation

    assert np.array_equal(upright(PIXELS, orientation), np.asarray(ImageOps.exif_transpose(picture)))


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_turning_back_gives_what_was_stored(orientation: int) -> None:
    assert np.array_equal(stored(upright(PIXELS, orientation), orientation), PIXELS)


@given(st.sampled_from(ORIENTATIONS), st.data())
def test_a_box_of_the_upright_picture_is_the_same_pixels_in_the_stored_one(orientation: int, data: st.DataObject) -> None:
    seen = np.zeros_like(upright(PIXELS, orientation))
    height, width = seen.shape[:2]
    x0, y0 = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    x1, y1 = data.draw(st.integers(x0 + 1, width)), data.draw(st.integers(y0 + 1, height))
    seen[y0:y1, x0:x1] = 1

    box = stored_box(Box(x0, y0, x1, y1), orientation, width, height)

    kept = stored(seen, orientation)
    assert kept[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)].all()
    assert kept.sum() == box.area * 3
