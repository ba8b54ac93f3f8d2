"""What stands under wholly transparent pixels: nobody sees it, and any program can bring it out."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from PIL import Image

#: Lossy coding mixes colours within blocks of so many pixels, and by so many levels.
_BLOCK_PX = 16
_NOISE = 24


def without_hidden(image: Image.Image, *, lossy: bool = False) -> Image.Image | None:
    """The picture with nothing under what is wholly clear; None where nothing is there.

    Of a lossy picture the colours there are never all alike: only what could be seen in them counts.
    """
    if image.mode in ("RGBA", "LA"):
        if lossy and not _is_drawn(np.asarray(image)):
            return None
        return _emptied(image)
    levels = image.info.get("transparency")
    if image.mode == "P" and isinstance(levels, bytes):
        return _levelled(image, levels)
    return None


def _emptied(image: Image.Image) -> Image.Image | None:
    held = np.array(image)
    hidden = held[:, :, -1] == 0
    if not held[hidden].any():
        return None
    held[hidden] = 0
    made = Image.fromarray(held)
    made.info = dict(image.info)
    return made


def _levelled(image: Image.Image, levels: bytes) -> Image.Image | None:
    """Several clear colours could draw a picture that nobody sees."""
    held = np.array(image)
    clear = [index for index, level in enumerate(levels) if level == 0]
    hidden = np.isin(held, clear)
    if len(np.unique(held[hidden])) < 2:
        return None
    held[hidden] = clear[0]
    made = image.copy()
    made.frombytes(held.tobytes())
    return made


def _is_drawn(held: Any) -> bool:
    """Whether colours change within what is clear, away from its edges."""
    hidden = (held[:, :, -1] == 0).astype(np.uint8)
    deep = cv2.erode(hidden, np.ones((2 * _BLOCK_PX + 1,) * 2, np.uint8))
    if not deep.any():
        return False
    around = np.ones((_BLOCK_PX, _BLOCK_PX), np.uint8)
    colours = np.ascontiguousarray(held[:, :, :-1])
    spread = cv2.subtract(cv2.dilate(colours, around), cv2.erode(colours, around))
    return bool((spread.reshape(*hidden.shape, -1).max(axis=2)[deep == 1] > _NOISE).any())
