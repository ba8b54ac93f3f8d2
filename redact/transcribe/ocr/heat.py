"""Where a picture may hold text: the detector's heat map over the picture at a reduced size, nothing spent on blanks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

_STRIDE = 32  # the network wants sides that it can halve five times
_TILE = 1280  # side of a tile; one of this size needs a third of a gigabyte while it runs
_LAP = 96  # by how much tiles overlap: a line's height and more, so that no letter is seen by halves only
#: Grey levels that the darkest and the lightest pixel of a block must be apart to be looked at. Paper and clear sky stay
#: below; so does print that a person would not see either.
_CONTRAST = 12


def heat_map(network: Any, pixels: Any, scale: float) -> Any:
    """How sure the network is that a pixel is in the core of a line of text.

    Args:
        network: the session of the detector.
        pixels: ``uint8 [h, w, 3], RGB``.
        scale: size of the map over size of the picture.

    Returns:
        ``uint8 [round(h * scale), round(w * scale)]``, 255 for certain.
    """
    small = _resized(pixels, scale)
    height, width = small.shape[:2]
    heat = np.zeros((height, width), np.uint8)
    busy = _busy(small)
    for y0, y1 in _spans(busy.any(axis=1), height):
        for x0, x1 in _spans(busy[y0 // _STRIDE : -(-y1 // _STRIDE)].any(axis=0), width):
            if busy[y0 // _STRIDE : -(-y1 // _STRIDE), x0 // _STRIDE : -(-x1 // _STRIDE)].any():
                part = heat[y0:y1, x0:x1]
                np.maximum(part, _look(network, small[y0:y1, x0:x1]), out=part)
    return heat


def _resized(pixels: Any, scale: float) -> Any:
    height, width = pixels.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if size == (width, height):
        return pixels
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)


def _busy(pixels: Any) -> Any:
    """Which blocks of `_STRIDE` pixels hold any contrast, and their neighbours: ``bool [rows, columns]``."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    rows, columns = -(-height // _STRIDE), -(-width // _STRIDE)
    whole = np.pad(grey, ((0, rows * _STRIDE - height), (0, columns * _STRIDE - width)), mode="edge")
    blocks = whole.reshape(rows, _STRIDE, columns, _STRIDE)
    spread = blocks.max(axis=(1, 3)).astype(int) - blocks.min(axis=(1, 3))
    return cv2.dilate((spread > _CONTRAST).astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)


def _spans(busy: Any, end: int) -> Iterator[tuple[int, int]]:
    """Overlapping stretches of at most `_TILE` pixels that hold every busy block from the first to the last."""
    found = np.flatnonzero(busy)
    if not len(found):
        return
    lo, hi = int(found[0]) * _STRIDE, min(end, (int(found[-1]) + 1) * _STRIDE)
    count = max(1, -(-(hi - lo - _LAP) // (_TILE - _LAP)))
    step = -(-(hi - lo - _LAP) // (count * _STRIDE)) * _STRIDE
    for at in range(count):
        yield lo + at * step, min(hi, lo + at * step + max(step + _LAP, _STRIDE))


def _look(network: Any, pixels: Any) -> Any:
    height, width = pixels.shape[:2]
    padded = np.zeros((1, 3, -(-height // _STRIDE) * _STRIDE, -(-width // _STRIDE) * _STRIDE), np.float32)
    # The network was trained on channels in the order blue, green, red, from -1 to 1.
    padded[0, :, :height, :width] = pixels[:, :, ::-1].transpose(2, 0, 1)
    padded[0, :, :height, :width] /= 127.5
    padded[0, :, :height, :width] -= 1.0
    (seen,) = network.run(None, {network.get_inputs()[0].name: padded})
    return (seen[0, 0, :height, :width] * 255).astype(np.uint8)
