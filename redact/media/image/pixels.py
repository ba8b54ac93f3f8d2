"""Pixels as people see them, and cuts put back into the picture's own mode."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PIL import Image

from redact.core.flow import Edit
from redact.media._paint import cut
from redact.media.image.bounds import unsupported
from redact.media.image.palette import indexed

_DEEP = frozenset({"I;16", "I;16B", "I;16L", "I;16N"})
_PLAIN = frozenset({"1", "L", "RGB", "CMYK", "YCbCr"})
_CLEAR = frozenset({"LA", "RGBA", "PA", "P", "La", "RGBa", "RGBX"})
_HIGH = 257  # 65,535 is to 255 what 257 is to 1


def to_rgb(image: Image.Image) -> Any:
    """``uint8 [h, w, 3], RGB``, writable: transparency is ignored but where nothing at all is seen, which is white.

    Raises:
        UnsupportedMedia: the picture holds other things than grey or colours.
    """
    if image.mode in _DEEP:
        grey = (np.asarray(image).astype(np.uint32) + _HIGH // 2) // _HIGH
        return np.repeat(grey.astype(np.uint8)[:, :, None], 3, axis=2)
    if image.mode not in _PLAIN | _CLEAR:
        raise unsupported("the colours of this picture are of a kind that cannot be read")
    if image.mode == "RGBX" or (image.mode in _PLAIN | {"P"} and "transparency" not in image.info):
        return np.array(image.convert("RGB"))
    clear = np.array(image.convert("RGBA"))
    seen = np.ascontiguousarray(clear[:, :, :3])
    seen[clear[:, :, 3] == 0] = 255
    return seen


def painted(image: Image.Image, edits: Sequence[Edit], orientation: int) -> Image.Image:
    """The picture, in its own mode where that has the colours for it, with its edits; outside they change nothing."""
    seen, mode = to_rgb(image), image.mode
    cuts = cut(seen, edits, orientation)
    if image.mode in ("P", "PA") or (image.mode not in _DEEP and "transparency" in image.info):
        image = _unfolded(image)
    for mark in cuts:
        patch = _in_mode(seen[mark.y0 : mark.y1, mark.x0 : mark.x1], image.mode)
        image.paste(patch, (mark.x0, mark.y0))
    return indexed(image) or image if mode == "P" else image


def _unfolded(image: Image.Image) -> Image.Image:
    """The picture without a palette or a colour that stands for clear: a black box needs its own colours."""
    info = dict(image.info)
    clear = image.mode == "PA" or "transparency" in info
    grey = image.mode in ("1", "L")
    made = image.convert(("LA" if grey else "RGBA") if clear else "RGB")
    info.pop("transparency", None)
    made.info = info
    return made


def _in_mode(patch: Any, mode: str) -> Image.Image:
    """Opaque colours in the picture's mode."""
    seen = Image.fromarray(np.ascontiguousarray(patch))
    if mode in _DEEP:
        return Image.fromarray(np.asarray(seen.convert("L")).astype(np.uint16) * _HIGH)
    if mode == "CMYK":
        return Image.merge("CMYK", _inks(patch))
    if mode == "1":
        return seen.convert("L").point(lambda level: 255 if level > 127 else 0).convert("1")
    return seen.convert(mode)


def _inks(patch: Any) -> list[Image.Image]:
    """Black as black ink alone: the three colours together would be brown under many profiles."""
    black = 255 - patch.max(axis=2)
    colours = 255 - patch - black[:, :, None]
    return [Image.fromarray(np.ascontiguousarray(plane)) for plane in (*colours.transpose(2, 0, 1), black)]
