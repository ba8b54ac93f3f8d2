"""Arithmetic on claims: ``float32 [n, 5]`` of x0, y0, x1, y1 and score, in pixels, origin top-left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redact.core.place import Box

Boxes = NDArray[np.float32]

#: Two boxes are claims on one plate when so much of the smaller lies in the larger.
_SAME = 0.5
#: A claim so strong beside the strongest on the same plate has its say in where the plate ends.
_HEARD = 0.7


def none() -> Boxes:
    """No boxes."""
    return np.zeros((0, 5), np.float32)


def fused(boxes: Boxes) -> Boxes:
    """One box for each plate, strongest first: the hull of the strong claims on it.

    Two looks disagree by a few pixels about where a plate ends; who redacts believes the wider.
    """
    left, made = boxes[np.argsort(-boxes[:, 4], kind="stable")], [none()]
    while len(left):
        same = _shared(left[0], left) >= _SAME
        same[0] = True  # a box without area shares nothing, not even with itself
        heard = left[same & (left[:, 4] >= _HEARD * left[0, 4])]
        made.append(np.concatenate([heard[:, :2].min(0), heard[:, 2:4].max(0), left[0, 4:]])[np.newaxis])
        left = left[~same]
    return np.concatenate(made)


def padded(boxes: Boxes, share_x: float, share_y: float) -> Boxes:
    """The boxes with these shares of their width and height more on every side."""
    by = (boxes[:, 2:4] - boxes[:, :2]) * np.array([share_x, share_y], np.float32)
    return np.concatenate([boxes[:, :2] - by, boxes[:, 2:4] + by, boxes[:, 4:]], axis=1)


def to_place(row: NDArray[np.float32], width_px: int, height_px: int) -> Box:
    """One row as a place, kept inside a picture of that size."""
    x0, y0, x1, y1 = (float(value) for value in row[:4])
    return Box(max(0.0, x0), max(0.0, y0), min(float(width_px), x1), min(float(height_px), y1))


def _shared(one: NDArray[np.float32], boxes: Boxes) -> NDArray[np.float32]:
    """The part of the smaller of two boxes that lies in the larger, for one box and each: ``[n]``."""
    shared = (np.minimum(one[2:4], boxes[:, 2:4]) - np.maximum(one[:2], boxes[:, :2])).clip(0).prod(axis=1)
    smaller = np.minimum((one[2:4] - one[:2]).prod(), (boxes[:, 2:4] - boxes[:, :2]).prod(axis=1))
    share: NDArray[np.float32] = shared / np.maximum(smaller, np.float32(1e-6))
    return share
