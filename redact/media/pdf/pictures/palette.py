"""The picture of a page as an image: exact where it has few colours, as most pages do, else a photograph."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Name, String
from PIL import Image

from redact.media.pdf.pictures.coding import flate
from redact.media.pdf.pictures.samples import Coding, Samples

_FEW = 256
_ALL = 1 << 24
_QUALITY = 85
#: An exact picture may be so many times as large as a photograph of it.
_WORTH = 3


def picture_of(pdf: pikepdf.Pdf, pixels: Any) -> pikepdf.Stream:
    """An image of ``uint8 [height, width, 3], RGB`` with exactly as many pixels."""
    photo = _jpeg(pixels)
    found = _few(pixels)
    if found is not None:
        numbers, colours = found
        content, name, parameters = flate(Samples(numbers[:, :, None], 8, Coding.EXACT))
        if len(content) <= _WORTH * len(photo):
            made = _image(pdf, content, name, pixels)
            made["/DecodeParms"] = parameters
            made["/ColorSpace"] = Array([Name.Indexed, Name.DeviceRGB, len(colours) - 1, String(colours.tobytes())])
            return made
    made = _image(pdf, photo, Name.DCTDecode, pixels)
    made["/ColorSpace"] = Name.DeviceRGB
    return made


def _few(pixels: Any) -> tuple[Any, Any] | None:
    """``uint8 [height, width]`` numbers of colours and ``uint8 [n, 3]`` the colours; None where there are too many."""
    packed = np.zeros(pixels.shape[:2], np.uint32)
    for layer in range(3):
        packed <<= 8
        packed |= pixels[:, :, layer]
    met = np.zeros(_ALL, bool)
    met[packed] = True
    colours = np.flatnonzero(met)
    if len(colours) > _FEW:
        return None
    number_of = np.zeros(_ALL, np.uint8)
    number_of[colours] = np.arange(len(colours))
    split = np.stack([colours >> 16, colours >> 8 & 0xFF, colours & 0xFF], axis=1).astype(np.uint8)
    return number_of[packed], split


def _image(pdf: pikepdf.Pdf, content: bytes, name: Name, pixels: Any) -> pikepdf.Stream:
    made = pdf.make_stream(content)
    height, width = pixels.shape[:2]
    made["/Type"], made["/Subtype"], made["/Filter"] = Name.XObject, Name.Image, name
    made["/Width"], made["/Height"], made["/BitsPerComponent"] = width, height, 8
    return made


def _jpeg(pixels: Any) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
