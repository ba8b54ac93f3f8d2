"""Every code of a picture, readable or not, each once: the passes over the picture and what is believed of them.

Not found: codes blurred to more than about three quarters of a module, MaxiCode that does not fill the picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from redact.core.place import Box
from redact.detect.codes import quads
from redact.detect.codes.bars import stretched
from redact.detect.codes.quads import Quad

Gray = NDArray[np.uint8]

_Format = zxingcpp.BarcodeFormat
_ALL = zxingcpp.BarcodeFormats([_Format.AllReadable])
#: The library reads these only within some degrees of upright (PDF417 within 7), and never light on dark.
_UPRIGHT_ONLY = zxingcpp.BarcodeFormats([_Format.AllLinear, _Format.PDF417, _Format.MicroPDF417])
_TURNS = (15, 30, 45, 60, 75)
#: Turned copies are for codes that somebody photographed at a slant: they are large, so no larger copy is made.
_TURNED_PX = 1600

#: Unsharp masking: finds QR codes at a blur of 3 px where modules are 4 px wide; without it the limit is 2 px.
_SHARPEN_PX = 3.0
_SHARPEN = 4.0

#: Matrix codes end in a quiet zone of up to 4 modules of 21, linear ones in 10 modules of a hundred and more.
_QUIET_MATRIX = 0.2
_QUIET_LINEAR = 0.08
_LEAST_QUIET_PX = 3.0
#: Two boxes that share so much of the smaller one are one code, seen twice.
_SAME = 0.4


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its box with the quiet zone, the format's name, and what it holds; `text` is None when it is unreadable."""

    box: Box
    format: str
    text: str | None = field(repr=False)


def codes(pixels: Any) -> tuple[Code, ...]:
    """The codes of a picture, ``uint8 [h, w, 3], RGB``, from the top down.

    The last picture is remembered: it is asked for twice, for what is seen and for what is read.
    """
    gray: Gray = np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY), np.uint8)
    return _codes(gray.tobytes(), gray.shape)


@lru_cache(maxsize=1)
def _codes(raw: bytes, shape: tuple[int, ...]) -> tuple[Code, ...]:
    gray: Gray = np.frombuffer(raw, np.uint8).reshape(shape)
    seen = [_code(barcode, quad, gray) for barcode, quad in _passes(gray) if _believed(barcode, quad)]
    return tuple(sorted(_once(seen), key=lambda code: (code.box.y0, code.box.x0)))


def _passes(gray: Gray) -> Iterator[tuple[Any, Quad]]:
    sharp = _sharpened(gray)
    yield from _read(gray, _ALL)
    yield from _read(sharp, _ALL)
    yield from _read(255 - gray, _UPRIGHT_ONLY)
    for turn in _TURNS:
        turned, back = quads.turned(sharp, turn, _TURNED_PX)
        for barcode, quad in _read(turned, _UPRIGHT_ONLY):
            yield barcode, quads.moved(quad, back)


def _sharpened(gray: Gray) -> Gray:
    soft = cv2.GaussianBlur(gray, (0, 0), _SHARPEN_PX)
    return np.asarray(cv2.addWeighted(gray, 1 + _SHARPEN, soft, -_SHARPEN, 0), np.uint8)


def _read(gray: Gray, formats: Any) -> Iterator[tuple[Any, Quad]]:
    text_mode = zxingcpp.TextMode.Plain
    for barcode in zxingcpp.read_barcodes(gray, formats=formats, text_mode=text_mode, return_errors=True):
        place = barcode.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        yield barcode, np.array([(corner.x, corner.y) for corner in corners], np.float32)


def _believed(barcode: Any, quad: Quad) -> bool:
    """Noise gives linear codes with wrong check digits and Data Matrix codes of a few pixels: such are not codes.

    Of 194 photographs without codes, 7 had a Data Matrix with errors before this rule, and one has after it.
    """
    if barcode.valid:
        return bool(barcode.text)
    if barcode.format == _Format.DataMatrix:
        return quads.is_square(quad, least_px=40.0)
    return not _is_linear(barcode) and quads.is_upright(quad, least_px=16.0)


def _code(barcode: Any, quad: Quad, gray: Gray) -> Code:
    linear = _is_linear(barcode)
    if linear:
        quad = stretched(gray, quad)
    box = quads.bounds(quad)
    longer = max(box.x1 - box.x0, box.y1 - box.y0)
    by = max(_LEAST_QUIET_PX, longer * (_QUIET_LINEAR if linear else _QUIET_MATRIX))
    inside = box.grown(by, by).meet(Box(0, 0, gray.shape[1], gray.shape[0]))
    return Code(inside, barcode.format.name, str(barcode.text) if barcode.valid else None)


def _is_linear(barcode: Any) -> bool:
    return barcode.format in zxingcpp.barcode_formats_list(_LINEAR)


_LINEAR = zxingcpp.BarcodeFormats([_Format.AllLinear])


def _once(seen: Iterable[Code]) -> list[Code]:
    """Each code once. Passes that read the same in about the same place each know a part of where it ends.

    The longest reading comes first: a line that leaves a code half way reads a shorter number from some formats.
    """
    kept: list[Code] = []
    for code in sorted(seen, key=lambda code: -len(code.text or "")):
        at = next((at for at, other in enumerate(kept) if _shared(code.box, other.box) > _SAME), None)
        if at is None:
            kept.append(code)
        elif code.text is not None and code.text == kept[at].text:
            kept[at] = replace(kept[at], box=kept[at].box.join(code.box))
    return kept


def _shared(one: Box, other: Box) -> float:
    smaller = min(one.area, other.area)
    return one.meet(other).area / smaller if smaller else 0.0
