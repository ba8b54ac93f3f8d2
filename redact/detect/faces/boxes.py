"""Arithmetic on many boxes at once: ``float32 [n, 5]`` of x0, y0, x1, y1 and score, in pixels, origin top-left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redact.core.place import Box

Boxes = NDArray[np.float32]

#: Boxes that share so much (intersection over union) are claims on one face.
_SAME = 0.3
#: A claim so strong beside the strongest on the same face has its say in where the face ends.
_HEARD = 0.6


def none() -> Boxes:
    """No boxes."""
    return np.zeros((0, 5), np.float32)


def fused(boxes: Boxes, looks: NDArray[np.intp]) -> tuple[Boxes, NDArray[np.intp]]:
    """One box for each face, strongest first, and how many looks saw it; `looks` says which look each claim is from.

    The box is the hull of all claims on the face that are nearly as strong as the strongest. Neighbouring cells of the
    heatmap, other sizes and the mirrored picture disagree by a few pixels about where a face ends. Who redacts believes
    the widest of them: the usual choice, the strongest alone, leaves more brows uncovered.
    """
    order = np.argsort(-boxes[:, 4], kind="stable")
    left, by = boxes[order], looks[order]
    made, seen = [none()], []
    while len(left):
        same = _overlap(left[0], left) >= _SAME
        same[0] = True  # a box without area shares nothing, not even with itself
        heard = left[same & (left[:, 4] >= _HEARD * left[0, 4])]
        made.append(np.concatenate([heard[:, :2].min(0), heard[:, 2:4].max(0), left[0, 4:]])[np.newaxis])
        seen.append(len(np.unique(by[same])))
        left, by = left[~same], by[~same]
    return np.concatenate(made), np.array(seen, np.intp)


def grown(boxes: Boxes, share: float = 0.0, by_px: float = 0.0) -> Boxes:
    """The boxes with `share` of their sides and `by_px` pixels more on every side."""
    by = (boxes[:, 2:4] - boxes[:, :2]) * np.float32(share) + np.float32(by_px)
    return np.concatenate([boxes[:, :2] - by, boxes[:, 2:4] + by, boxes[:, 4:]], axis=1)


def sides(boxes: Boxes) -> NDArray[np.float32]:
    """The longer side of each box: ``[n]``."""
    longer: NDArray[np.float32] = (boxes[:, 2:4] - boxes[:, :2]).max(axis=1, initial=0.0)
    return longer


def turned_back(boxes: Boxes, turns: int, width_px: float, height_px: float) -> Boxes:
    """Boxes of a picture after `turns` quarter turns anticlockwise, in the picture before; the sizes are those after."""
    x0, y0, x1, y1 = (boxes[:, at] for at in range(4))
    for _ in range(turns):
        x0, y0, x1, y1 = height_px - y1, x0, height_px - y0, x1
        width_px, height_px = height_px, width_px
    return np.stack([x0, y0, x1, y1, boxes[:, 4]], axis=1)


def mirrored_back(boxes: Boxes, width_px: float) -> Boxes:
    """Boxes of a picture mirrored left to right, in the picture before."""
    made = boxes.copy()
    made[:, 0], made[:, 2] = width_px - boxes[:, 2], width_px - boxes[:, 0]
    return made


def to_place(row: NDArray[np.float32], width_px: int, height_px: int) -> Box:
    """One row as a place, kept inside a picture of that size."""
    x0, y0, x1, y1 = (float(value) for value in row[:4])
    return Box(max(0.0, x0), max(0.0, y0), min(float(width_px), x1), min(float(height_px), y1))


def _overlap(one: NDArray[np.float32], boxes: Boxes) -> NDArray[np.float32]:
    """Intersection over union of one box with each: ``[n]``."""
    shared = (np.minimum(one[2:4], boxes[:, 2:4]) - np.maximum(one[:2], boxes[:, :2])).clip(0).prod(axis=1)
    union = (one[2:4] - one[:2]).prod() + (boxes[:, 2:4] - boxes[:, :2]).prod(axis=1) - shared
    share: NDArray[np.float32] = shared / np.maximum(union, np.float32(1e-6))
    return share
