"""A draft's picture beside its source's: noise passes, a missing cut and a changed picture do not.

`compare` gives nothing and raises: what only calls it would fail on a false alarm.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from redact.core.errors import ResidualError
from redact.core.place import Box
from redact.verify.likeness import compare

SIDE = 320
CUT = Box(96, 96, 200, 160)


def picture(seed: int = 0) -> Any:
    """Blobs and an edge, as a photograph has them."""
    coarse = np.random.default_rng(seed).integers(0, 255, (20, 20, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((SIDE, SIDE), Image.Resampling.BICUBIC)).copy()


def filled(pixels: Any, box: Box = CUT) -> Any:
    made = pixels.copy()
    made[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)] = 0
    return made


def through_jpeg(pixels: Any, quality: int) -> Any:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))


@pytest.mark.parametrize("quality", [30, 75, 95])
def test_noise_of_an_encoder_is_no_change(quality: int) -> None:
    compare(picture(), through_jpeg(filled(picture()), quality), [CUT])


def test_a_label_on_a_cut_is_no_gap_in_it() -> None:
    made = filled(picture())
    made[120:130, 100:160:2] = 255

    compare(picture(), made, [CUT])


def test_a_face_may_be_softened() -> None:
    soft = picture()
    patch = Image.fromarray(soft[96:160, 96:200]).resize((3, 2), Image.Resampling.BOX).resize((104, 64))
    soft[96:160, 96:200] = np.asarray(patch)

    compare(picture(), soft, [], [CUT])


def test_a_missing_cut_is_seen() -> None:
    with pytest.raises(ResidualError, match="a cut is missing"):
        compare(picture(), picture(), [CUT])


def test_a_cut_in_another_place_is_seen() -> None:
    with pytest.raises(ResidualError):
        compare(picture(), filled(picture(), Box(0, 200, 104, 264)), [CUT])


def test_another_picture_is_seen() -> None:
    with pytest.raises(ResidualError, match="where nothing was cut"):
        compare(picture(), filled(picture(1)), [CUT])


def test_a_picture_of_another_size_is_seen() -> None:
    with pytest.raises(ResidualError, match="size"):
        compare(picture(), picture()[:-1], [])


def test_a_small_change_is_seen() -> None:
    """A second box that no plan asked for."""
    with pytest.raises(ResidualError, match="where nothing was cut"):
        compare(picture(), filled(filled(picture()), Box(240, 8, 312, 80)), [CUT])


def page_with_words():
    """Grey paper with stripes for lines of words."""
    page = np.full((400, 300, 3), 230, np.uint8)
    page[40:360:20, 30:270] = 30
    return page


def test_more_may_be_filled_beneath_other_content_and_nowhere_else():
    before = page_with_words()
    after = before.copy()
    after[100:130, 40:200] = 0

    compare(before, after, [], beneath=True)
    with pytest.raises(ResidualError, match="nothing was cut"):
        compare(before, after, [])


def test_what_is_otherwise_changed_beneath_other_content_is_seen():
    before = page_with_words()
    after = before.copy()
    after[100:180, 40:260] = 128

    with pytest.raises(ResidualError, match="nothing was cut"):
        compare(before, after, [], beneath=True)
