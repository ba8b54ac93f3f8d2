"""Pictures as they are seen over pictures as they are stored: turned, mirrored, and boxes turned back.

Source: Exif 3.0 (CIPA DC-008-2023), tag 0x0112 Orientation, values 1 to 8.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from redact.core.place import Box

#: orientation -> (mirrored left to right after turning, quarter turns anticlockwise) that make stored pixels upright.
_MOVES = {
    1: (False, 0),
    2: (True, 0),
    3: (False, 2),
    4: (True, 2),
    5: (True, 3),
    6: (False, 3),
    7: (True, 1),
    8: (False, 1),
}
ORIENTATIONS = tuple(_MOVES)


def upright(pixels: Any, orientation: int) -> Any:
    """Stored pixels ``[h, w, ...]`` as they are to be seen; a contiguous copy unless nothing moves."""
    mirrored, turns = _MOVES[orientation]
    if not mirrored and not turns:
        return pixels
    seen = np.rot90(pixels, turns)
    return np.ascontiguousarray(np.fliplr(seen) if mirrored else seen)


def stored(pixels: Any, orientation: int) -> Any:
    """The reverse of `upright`."""
    mirrored, turns = _MOVES[orientation]
    if not mirrored and not turns:
        return pixels
    seen = np.fliplr(pixels) if mirrored else pixels
    return np.ascontiguousarray(np.rot90(seen, -turns))


def stored_box(box: Box, orientation: int, width_px: float, height_px: float) -> Box:
    """A box of the upright picture in stored pixels. `width_px` and `height_px` are those of the upright picture."""
    mirrored, turns = _MOVES[orientation]
    x0, y0, x1, y1 = box.x0, box.y0, box.x1, box.y1
    if mirrored:
        x0, x1 = width_px - x1, width_px - x0
    for _ in range(turns):  # undo one quarter turn anticlockwise: turn the picture clockwise
        x0, y0, x1, y1 = height_px - y1, x0, height_px - y0, x1
        width_px, height_px = height_px, width_px
    return Box(x0, y0, x1, y1)
