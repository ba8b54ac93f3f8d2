"""Finds the lines of a picture: one look at a reduced size, and a closer one where the print is fine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from redact.transcribe.ocr.heat import heat_map
from redact.transcribe.ocr.quads import quads
from redact.transcribe.ocr.strips import sides

#: Pixels of the reduced picture. Word recall on 11 receipts: .944 at 0.5 million, .959 at 0.7, .952 at 1.0, .955 at the
#: receipts' own 1.4, and the cost grows with the pixels.
LOOK_PX = 700_000
#: Large pictures are not reduced further than this: print of 12 pixels is found at 4 and read in the closer look; at 3.4
#: pixels (A4 at 300 dpi reduced to 0.7 million) none of 18 lines was.
_SMALLEST = 1 / 3
_LARGEST = 1.5  # small pictures are enlarged, but no further than this: the blur would be all there is to see
#: Lines lower than this on the map (the detector's margin included) are easily missed or merged.
_FINE_PX = 13.0
_CLOSER = 2.0
_DETAIL_PX = 64_000_000  # of a closer look: bounds memory, not what is found
_MARGIN = 1.0  # of a line's height around what is looked at again


def locate(network: Any, pixels: Any, look_px: int = LOOK_PX) -> list[Any]:
    """The corners of each line: ``float32 [4, 2]`` in pixels of the picture, in no order.

    Args:
        network: the session of the detector.
        pixels: ``uint8 [h, w, 3], RGB``.
        look_px: to how many pixels the picture is reduced for the first look, within the limits above.
    """
    height, width = pixels.shape[:2]
    scale = min(_LARGEST, max(_SMALLEST, (look_px / (height * width)) ** 0.5))
    found = quads(heat_map(network, pixels, scale), scale)
    fine = [quad for quad in found if _height(quad) * scale < _FINE_PX]
    if not fine or scale >= _LARGEST:
        return found
    x0, y0, x1, y1 = region = _region(fine, found, width, height)
    closer = min(_CLOSER * scale, _LARGEST, (_DETAIL_PX / ((y1 - y0) * (x1 - x0))) ** 0.5)
    if closer <= scale:
        return found
    again = quads(heat_map(network, pixels[y0:y1, x0:x1], closer), closer)
    outside = [quad for quad in found if not _within(quad, region)]
    return outside + [quad + np.array((x0, y0), np.float32) for quad in again]


def _region(fine: Sequence[Any], found: Sequence[Any], width: int, height: int) -> tuple[int, int, int, int]:
    """The rectangle around all fine lines, so wide that it cuts no other line."""
    lo, hi = _extent(fine)
    extents = [_extent([quad]) for quad in found]
    while True:
        crossing = [(a, b) for a, b in extents if (a < hi).all() and (b > lo).all()]
        low = np.minimum(lo, np.min([a for a, _ in crossing], axis=0))
        high = np.maximum(hi, np.max([b for _, b in crossing], axis=0))
        if (low == lo).all() and (high == hi).all():
            break
        lo, hi = low, high
    return max(0, int(lo[0])), max(0, int(lo[1])), min(width, int(hi[0]) + 1), min(height, int(hi[1]) + 1)


def _extent(some: Sequence[Any]) -> tuple[Any, Any]:
    margin = _MARGIN * max(_height(quad) for quad in some)
    return np.min(some, axis=(0, 1)) - margin, np.max(some, axis=(0, 1)) + margin


def _within(quad: Any, region: tuple[int, int, int, int]) -> bool:
    x, y = quad.mean(axis=0)
    return bool(region[0] <= x < region[2] and region[1] <= y < region[3])


def _height(quad: Any) -> float:
    return min(sides(quad))
