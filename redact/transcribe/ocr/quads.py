"""Lines of text out of a heat map: the cores that it shows, each as a turned rectangle grown to the size of its letters.

Source: Liao et al., Real-time Scene Text Detection with Differentiable Binarization (AAAI 2020), section 3.4: cores are
the text shrunk; growing a core by area * ratio / outline on each side gives the text back.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

_CORE = 0.3  # heat of a pixel that belongs to a core
_SURE = 0.5  # mean heat of a core's rectangle that is believed
_GROWTH = 1.6
_THINNEST = 2.0  # pixels of the map; thinner cores are specks
_MOST = 4000  # lines of one picture; a newspaper page has about 1,500


def quads(heat: Any, scale: float) -> list[Any]:
    """The corners of each line, in pixels of the picture whose map this is.

    Returns:
        ``float32 [4, 2]`` each: x, y of top left, top right, bottom right, bottom left.
    """
    core = (heat > _CORE * 255).astype(np.uint8)
    outlines, _ = cv2.findContours(core, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = sorted(outlines, key=cv2.contourArea, reverse=True)[:_MOST]
    found = []
    for outline in largest:
        rect = cv2.minAreaRect(outline)
        # An outline runs through the centres of pixels: half a pixel is missing on each side.
        width, height = rect[1][0] + 1, rect[1][1] + 1
        if min(width, height) < _THINNEST or _mean_heat(heat, rect) < _SURE * 255:
            continue
        grow = 2 * _GROWTH * width * height / (2 * (width + height))
        found.append(_corners((rect[0], (width + grow, height + grow), rect[2])) / np.float32(scale))
    return found


def _mean_heat(heat: Any, rect: Any) -> float:
    points = cv2.boxPoints(rect)
    height, width = heat.shape
    lo = np.clip(np.floor(points.min(axis=0)).astype(int), 0, (width - 1, height - 1))
    hi = np.clip(np.ceil(points.max(axis=0)).astype(int), 0, (width - 1, height - 1))
    mask = np.zeros((hi[1] - lo[1] + 1, hi[0] - lo[0] + 1), np.uint8)
    cv2.fillPoly(mask, [np.round(points - lo).astype(np.int32)], 1)
    return float(cv2.mean(heat[lo[1] : hi[1] + 1, lo[0] : hi[0] + 1], mask)[0])


def _corners(rect: Any) -> Any:
    """The corners, clockwise, from the one that is top left once the rectangle is turned level by the nearest way."""
    points = cv2.boxPoints(rect) + np.float32(0.5)  # the centre of pixel 0 is at 0.5
    side = points[1] - points[0]
    turned = np.degrees(np.arctan2(side[1], side[0]))
    # points[0] -> points[1] is one of four directions, 90 degrees apart; start with the side that runs to the right.
    return np.roll(points, round(turned / 90.0), axis=0).astype(np.float32)
