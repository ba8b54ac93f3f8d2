"""How far the bars of a linear code run: the library gives the stretch it scanned, which may be a few lines across it.

The line that was scanned is turned to a right angle with the bars, then followed along them to the last place where the
same bars are under it: a label stuck over the middle leaves a code that can be read below.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from redact.detect.codes.quads import Quad

_SAMPLES = 256  # along the line that is followed: two to the narrowest bar of a long code
_ALIKE = 0.6  # a line that is still the same code correlates so well with the first
_FARTHEST = 1.0  # bars are seldom longer than the code is wide
_LEAST_BAND_PX = 4.0


def stretched(gray: Any, quad: Quad) -> Quad:
    """The corners of the whole code, given the corners of the stretch that was scanned."""
    left, right = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
    across = right - left
    length = float(np.hypot(*across))
    if length < 1:
        return quad
    along = _direction(gray, quad, across / length)
    middle = (left + right) / 2
    across = across - along * float(across @ along)
    left, right = middle - across / 2, middle + across / 2
    reach = int(length * _FARTHEST)
    rows = _lines(gray, left, across, along, reach)
    up, down = _same_bars(rows, reach)
    made = np.stack([left - along * up, right - along * up, right + along * down, left + along * down])
    return np.concatenate([made, quad]).astype(np.float32)


def _direction(gray: Any, quad: Quad, across: NDArray[np.float32]) -> NDArray[np.float32]:
    """Unit vector along the bars, downwards or rightwards: at a right angle to the gradient that rules the stretch."""
    normal = np.array([-across[1], across[0]], np.float32)
    band = np.abs(normal) * _LEAST_BAND_PX
    (x0, y0), (x1, y1) = quad.min(axis=0) - band, quad.max(axis=0) + band
    height, width = gray.shape
    rows, cols = slice(max(0, int(y0)), min(height, int(y1) + 2)), slice(max(0, int(x0)), min(width, int(x1) + 2))
    patch = gray[rows, cols]
    if min(patch.shape) < 3:
        return normal
    # Scharr's filter, not Sobel's, which takes slanted bars for steeper than they are.
    by_x, by_y = cv2.Scharr(patch, cv2.CV_32F, 1, 0), cv2.Scharr(patch, cv2.CV_32F, 0, 1)
    ruling = 0.5 * np.arctan2(2 * float((by_x * by_y).sum()), float((by_x**2).sum() - (by_y**2).sum()))
    along = np.array([-np.sin(ruling), np.cos(ruling)], np.float32)
    return along if float(along @ normal) >= 0 else -along


def _lines(gray: Any, start: Any, across: Any, along: Any, reach: int) -> NDArray[np.float32]:
    """The grey values on parallel lines, one a pixel apart, from `reach` before to `reach` after: ``[2 reach + 1, n]``."""
    steps = np.arange(-reach, reach + 1, dtype=np.float32)[:, np.newaxis]
    shares = np.linspace(0, 1, _SAMPLES, dtype=np.float32)[np.newaxis]
    xs = start[0] + across[0] * shares + along[0] * steps
    ys = start[1] + across[1] * shares + along[1] * steps
    return np.asarray(
        cv2.remap(gray, xs.astype(np.float32), ys.astype(np.float32), cv2.INTER_LINEAR, borderValue=255.0), np.float32
    )


def _same_bars(rows: NDArray[np.float32], middle: int) -> tuple[int, int]:
    """How many lines before and after the middle one show the same bars; whatever covers a few between is no end."""
    flat = rows - rows.mean(axis=1, keepdims=True)
    norms = np.linalg.norm(flat, axis=1)
    alike = (flat @ flat[middle] >= _ALIKE * norms * norms[middle]) & (norms > 1)
    lines = np.flatnonzero(alike) - middle
    return -int(lines.min(initial=0)), int(lines.max(initial=0))
