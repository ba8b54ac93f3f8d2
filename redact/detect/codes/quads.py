"""Four corners of a code: ``float32 [4, 2]`` of x and y, top left, top right, bottom right, bottom left."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from redact.core.place import Box

Quad = NDArray[np.float32]

_OPPOSITE = 1.6  # how much longer than the opposite side a side of a photographed code may be
_SQUARE = 1.3  # and how much longer than its neighbour, where the code is square
_SLANT = 0.45  # cosine of the sharpest corner that a code seen from the side still has


def bounds(quad: Quad) -> Box:
    """The smallest upright box around the corners."""
    (x0, y0), (x1, y1) = quad.min(axis=0), quad.max(axis=0)
    return Box(float(x0), float(y0), float(x1), float(y1))


def is_upright(quad: Quad, least_px: float) -> bool:
    """Whether these could be the corners of a rectangle in perspective, with no side under `least_px`."""
    edges = np.roll(quad, -1, axis=0) - quad
    sides = np.hypot(edges[:, 0], edges[:, 1])
    if sides.min() < least_px:
        return False
    opposite = sides / np.roll(sides, 2)
    cosines = (edges * np.roll(edges, -1, axis=0)).sum(axis=1) / (sides * np.roll(sides, -1))
    return bool(opposite.max() <= _OPPOSITE and np.abs(cosines).max() <= _SLANT)


def is_square(quad: Quad, least_px: float) -> bool:
    """Whether these could be the corners of a square in perspective."""
    edges = np.roll(quad, -1, axis=0) - quad
    sides = np.hypot(edges[:, 0], edges[:, 1])
    return is_upright(quad, least_px) and float(sides.max() / sides.min()) <= _SQUARE


def turned(gray: Any, degrees: float, longest_px: int) -> tuple[Any, Any]:
    """The picture turned about its middle, made smaller if it is larger, and the ``[2, 3]`` matrix that leads back."""
    height, width = gray.shape
    scale = min(1.0, longest_px / max(height, width))
    there = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
    radians = math.radians(degrees)
    wide = math.ceil(scale * (width * abs(math.cos(radians)) + height * abs(math.sin(radians))))
    high = math.ceil(scale * (width * abs(math.sin(radians)) + height * abs(math.cos(radians))))
    there[:, 2] += (wide - width) / 2, (high - height) / 2
    # Paper white round the picture: a black edge would read as a bar.
    made = cv2.warpAffine(gray, there, (wide, high), flags=cv2.INTER_LINEAR, borderValue=255.0)
    return made, cv2.invertAffineTransform(there)


def moved(quad: Quad, matrix: Any) -> Quad:
    """The corners under a ``[2, 3]`` matrix."""
    return np.asarray(quad @ matrix[:, :2].T + matrix[:, 2], np.float32)
