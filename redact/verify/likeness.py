"""The draft's pictures beside the source's: every cut is there, and what was not cut looks as it did.

A JPEG or a film that is encoded again differs by noise of the encoder; a frame that slipped, a box in the wrong place or
a picture of something else differ by far more. What is measured is coarse on purpose: means over blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any

import numpy as np

from redact.core.errors import ResidualError
from redact.core.place import Box

_BLOCK = 8
#: Encoders ring beside an edge: two blocks of the coarsest transform (HEVC's is 32 pixels, JPEG's with chroma 16).
_MARGIN = 24
#: Mean difference of a block, in levels of 255, that noise of an encoder stays under, for all but a few blocks.
_NOISE, _STRAY = 40.0, 0.005
#: A cut is there when the block means under it are one level (filled), or no longer follow what was there.
_FLAT, _FOLLOWS = 12.0, 0.9
#: Level of a pixel that is filled, a little noise included.
_FILLED = 12
#: And of all blocks together.
_NOISE_OVERALL = 10.0
_LOOKED_AT_PX = 240  # pixels along a side that are compared: more would tell no more


def compare(
    before: Any, after: Any, cuts: Sequence[Box], softened: Sequence[Box] = (), *, beneath: bool = False
) -> None:
    """Nothing, if `after` is `before` with `cuts` filled and `softened` pixelated or blurred.

    Both are ``uint8 [height, width, 3]``. Labels may stand on a cut. Of a picture that lies `beneath` other content more
    may be filled: what was cut above it.

    Raises:
        ResidualError: the sizes differ, a cut is missing, or something else was changed.
    """
    if before.shape != after.shape:
        raise ResidualError("the draft's picture has another size", "please report this")
    stride = ceil(max(before.shape[:2]) / _LOOKED_AT_PX)
    was, now = _thin(before, stride), _thin(after, stride)
    outside = np.ones(was.shape, dtype=np.float32)
    for box in (*cuts, *softened):
        _clear(outside, _scaled(box.grown(_MARGIN, _MARGIN), stride))
    if beneath:
        _clear_filled(outside, was, now, ceil(_MARGIN / 2 / stride))
    _unchanged(was, now, outside)
    for box in cuts:
        small = min(box.x1 - box.x0, box.y1 - box.y0) < _BLOCK * stride
        _cut(*((before[..., 1], after[..., 1], box) if small else (was, now, _scaled(box, stride))))


def _unchanged(was: Any, now: Any, outside: Any) -> None:
    blocks = _means(np.abs(was - now) * outside)
    if blocks.size and (float((blocks > _NOISE).mean()) > _STRAY or float(blocks.mean()) > _NOISE_OVERALL):
        raise ResidualError("the draft's picture was changed where nothing was cut", "please report this")


def _cut(before: Any, after: Any, box: Box) -> None:
    rows, columns = _slices(box, after.shape)
    was, now = before[rows, columns].astype(np.float32), after[rows, columns].astype(np.float32)
    if now.size < _BLOCK * _BLOCK or float(np.median(np.abs(now - np.median(now)))) <= _FLAT:
        return  # filled: the label on it is less than half of it
    if was.std() > _FLAT and float(np.corrcoef(was.ravel(), now.ravel())[0, 1]) > _FOLLOWS:
        raise ResidualError("a cut is missing in the draft's picture", "please report this")


def _thin(pixels: Any, stride: int) -> Any:
    """Green, float32, one pixel of so many each way: most of what is bright is green, and two pictures are compared."""
    return pixels[::stride, ::stride, 1].astype(np.float32)


def _clear_filled(mask: Any, was: Any, now: Any, margin: int) -> None:
    """Take out what became black, with the label and the ringing around it."""
    filled = (now <= _FILLED) & (was > now)
    for axis in (0, 1):
        near = filled.copy()
        for by in range(1, margin + 1):
            near |= np.roll(filled, by, axis) | np.roll(filled, -by, axis)
        filled = near
    mask[filled] = 0


def _scaled(box: Box, stride: int) -> Box:
    return Box(box.x0 / stride, box.y0 / stride, box.x1 / stride, box.y1 / stride)


def _means(values: Any) -> Any:
    height, width = (side // _BLOCK * _BLOCK for side in values.shape)
    return values[:height, :width].reshape(height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK).mean(axis=(1, 3))


def _clear(mask: Any, box: Box) -> None:
    rows, columns = _slices(box, mask.shape)
    mask[rows, columns] = False


def _slices(box: Box, shape: Iterable[int]) -> tuple[slice, slice]:
    height, width, *_ = shape
    whole = box.meet(Box(0, 0, width, height)).whole()
    return slice(int(whole.y0), int(whole.y1)), slice(int(whole.x0), int(whole.x1))
