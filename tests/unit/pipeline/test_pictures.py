"""A picture is looked at upright, and what is found in it comes back in stored pixels."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from redact.core.errors import Defect
from redact.core.flow import Finding
from redact.core.ink import Ink, Stroke
from redact.core.place import Box, Chars
from redact.core.segment import Raster, Text
from redact.core.upright import ORIENTATIONS, stored, upright
from redact.pipeline.pictures import look_at

SEEN = Box(3, 1, 6, 4)


class Spot:
    """Finds the bright pixels of an upright picture, and one pixel too much on each side of the picture."""

    name = "bright"

    def __call__(self, picture: Raster) -> Iterator[Finding]:
        assert picture.orientation == 1
        ys, xs = np.nonzero(picture.pixels[..., 0])
        yield Finding(Box(xs.min(), ys.min(), xs.max() + 1, ys.max() + 1), "FACE", 0.9, self.name)
        yield Finding(Box(-5, -5, 1000, 1000), "FACE", 0.9, self.name)


def read(picture: Raster) -> Iterator[Text]:
    yield Text(picture.ordinal, "words", "Ann", anchor=Ink((Stroke(0, 3, 0, SEEN),)), medium="picture")


def stored_picture(orientation: int) -> Raster:
    pixels = np.zeros((6, 9, 3), dtype=np.uint8)
    pixels[1:4, 3:6] = 255
    return Raster(2, "page", stored(pixels, orientation), orientation)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_what_is_found_is_where_it_is_stored(orientation: int) -> None:
    raster = stored_picture(orientation)

    found, texts = look_at(raster, [Spot()], [read])  # type: ignore[list-item]

    (word,) = texts[0].locate(Chars(0, 3))
    for box in (found[0].place, word):
        assert isinstance(box, Box)
        under = raster.pixels[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]
        assert under.all()
        assert under.size == raster.pixels.astype(bool).sum()


def test_no_box_reaches_out_of_the_picture() -> None:
    found, _ = look_at(stored_picture(6), [Spot()], [])  # type: ignore[list-item]
    height, width = upright(stored_picture(6).pixels, 1).shape[:2]

    assert found[1].place == Box(0, 0, width, height)


def test_a_reader_that_does_not_say_where_words_stand_is_refused() -> None:
    with pytest.raises(Defect):
        look_at(stored_picture(1), [], [lambda picture: [Text(0, "words", "Ann")]])  # type: ignore[list-item]
