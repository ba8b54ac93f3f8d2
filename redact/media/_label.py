"""Labels on cut boxes: one line, white on black, as large as the box allows and no larger than reads well."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from unicodedata import combining, normalize

import numpy as np
from PIL import Image, ImageDraw, ImageFont

#: Pixels of height a label is written in: below the least nobody reads it, above the most it draws the eye.
LEAST_PX = 8
MOST_PX = 48
#: How much of the box's height a line takes, and the black around it.
_SHARE = 0.6
_MARGIN_PX = 2


@lru_cache(maxsize=512)  # a film paints the same label on box after box of the same size
def label_plate(label: str, width_px: int, height_px: int) -> Any:
    """``uint8 [h, w]`` with the label in white on black, within the given size; None where it does not fit.

    Accents go and other letters outside ASCII become question marks (the font has no more), line ends become spaces.
    """
    line = _plain(label)
    size = int(min(MOST_PX, max(LEAST_PX, height_px * _SHARE)))
    room = width_px - 2 * _MARGIN_PX, height_px - 2 * _MARGIN_PX
    while line and size >= LEAST_PX:
        font = ImageFont.load_default(size)
        left, top, right, bottom = (int(edge) for edge in font.getbbox(line))
        if right - left <= room[0] and bottom - top <= room[1]:
            return _drawn(line, font, (left, top, right, bottom))
        size = min(size - 1, int(size * room[0] / max(right - left, 1)))
    return None


def _plain(label: str) -> str:
    letters = (letter for letter in normalize("NFKD", " ".join(label.split())) if not combining(letter))
    return "".join(letters).encode("ascii", "replace").decode("ascii")


def _drawn(line: str, font: Any, bounds: tuple[int, int, int, int]) -> Any:
    left, top, right, bottom = bounds
    plate = Image.new("L", (right - left + 2 * _MARGIN_PX, bottom - top + 2 * _MARGIN_PX))
    ImageDraw.Draw(plate).text((_MARGIN_PX - left, _MARGIN_PX - top), line, fill=255, font=font)
    made = np.asarray(plate).copy()
    made.flags.writeable = False  # the same plate is given again
    return made
