"""Whether a small picture shows writing, as opposed to a ground, rules, or one thing that runs through it."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

#: How far a pixel must be from the ground to count as ink, of 255.
_INK = 60
#: A letter's height as a share of the line's, and how many letters are writing.
_LEAST_HIGH, _MOST_HIGH, _LETTERS = 0.2, 0.97, 3
_LEAST_PX = 3
#: A letter is not wider than so many times its height, and not a solid block.
_WIDEST, _SOLID = 4.0, 0.95


def is_writing(pixels: Any) -> bool:
    """Whether ``uint8 [height, width, 3]`` shows letters that stand free; those cut off by the edge are of the lines beside."""
    height, width = pixels.shape[:2]
    if min(height, width) < _LEAST_PX:
        return False
    values = pixels.astype(np.int16)
    ground = np.median(values.reshape(-1, 3), axis=0)
    ink = (np.abs(values - ground).max(axis=2) > _INK).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    across = min(height, width) if height < 2 * width else width
    return sum(_is_letter(stats[number], height, width, across) for number in range(1, count)) >= _LETTERS


def _is_letter(stats: Any, height: int, width: int, line: int) -> bool:
    x, y, wide, high, filled = (int(value) for value in stats)
    free = x > 0 and y > 0 and x + wide < width and y + high < height
    tall = max(_LEAST_PX, _LEAST_HIGH * line) <= max(wide, high) and min(wide, high) <= _MOST_HIGH * line
    return free and tall and max(wide, high) <= _WIDEST * max(min(wide, high), 1) and filled < _SOLID * wide * high
