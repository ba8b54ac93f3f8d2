"""Boxes widened to a grid of the picture, so that the size of a cut does not tell what was under it."""

from __future__ import annotations

from math import ceil, floor

from redact.core.place import Box

#: Pixels from one grid line to the next. JPEG's blocks are as wide, so that a cut covers whole ones.
#: Source: ITU-T T.81 (09/92), A.3.3.
GRID_PX = 8


def snapped(box: Box, width_px: int, height_px: int) -> tuple[int, int, int, int]:
    """Whole pixels ``(x0, y0, x1, y1)`` that cover `box` out to the next grid lines, within the picture.

    The grid starts at the stored picture's top-left corner. A box that holds none of the picture gives an empty stretch.

    Raises:
        ValueError: a side is not a number.
    """
    x0, x1 = _stretch(box.x0, box.x1, width_px)
    y0, y1 = _stretch(box.y0, box.y1, height_px)
    return x0, y0, x1, y1


def _stretch(start: float, end: float, length_px: int) -> tuple[int, int]:
    if end <= 0 or start >= length_px:
        return 0, 0
    first = floor(_within(start, length_px) / GRID_PX) * GRID_PX
    last = min(ceil(_within(end, length_px) / GRID_PX) * GRID_PX, length_px)
    return first, max(first, last)


def _within(edge: float, length_px: int) -> float:
    return min(max(edge, 0), length_px)
