"""Where the characters of a page are, all at once: what pdfium measured of each, and from that its ink and its line."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium_c

#: The room of a line, in sizes of its font from the baseline, whatever the font claims: as high as letters without an
#: accent, so that its box tells nothing of a word, and never into the lines beside it. What is drawn higher is added.
_UP, _DOWN = 0.8, 0.27
#: So high may the ink be of which pdfium does not tell.
_UNKNOWN = 0.92
#: Fonts whose size says nothing of how tall they are: drawn glyph by glyph, or set at size 1 and scaled elsewhere.
_TALL, _FLAT = 2.5, 0.5
_STRAIGHT, _DIAGONAL = 0.02, 0.2
_FLOAT, _DOUBLE = 4, 8


def _called(function: Any, *more: Any) -> Any:
    """A function of pdfium that is given addresses as plain numbers: of three calls a character, most is what they cost."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, *more)(address)


_LOOSE = _called(pdfium_c.FPDFText_GetLooseCharBox, ctypes.c_void_p)
_TIGHT = _called(pdfium_c.FPDFText_GetCharBox, *[ctypes.c_void_p] * 4)
_ORIGIN = _called(pdfium_c.FPDFText_GetCharOrigin, *[ctypes.c_void_p] * 2)
_OBJECT = _called(pdfium_c.FPDFText_GetTextObject)


class Style(NamedTuple):
    """How a run of characters is set: unit vectors along the line and up from it, and the size in points.

    `slanted`: the line runs neither across the page nor up and down.
    """

    along: tuple[float, float]
    up: tuple[float, float]
    size_pt: float
    slanted: bool = False


@dataclass(frozen=True, slots=True)
class Boxes:
    """Of each character: its style, ``(x0, y0, x1, y1)`` of its ink (nothing if it has none), ``(start, end, base)``.

    `start` and `end` are measured along its line, `base` up from it.
    """

    styles: list[Style]
    areas: list[list[float]]
    extents: list[list[float]]


def boxes(raw: Any, count: int) -> Boxes:
    """Of all `count` characters of a text page of pdfium."""
    loose, tight, origins, objects = _measured(raw, count)
    styles = _styles(raw, objects)
    about = np.array([(*style.along, *style.up, style.size_pt, style.slanted) for style in styles]).reshape(count, 6)
    areas = _inked(loose, tight, origins, about)
    empty = (loose[:, 2] <= loose[:, 0]) | (loose[:, 3] <= loose[:, 1])
    extents = _extents(np.where(empty[:, None], areas, loose), origins, about)
    return Boxes(styles, areas.tolist(), extents.tolist())


def _measured(raw: Any, count: int) -> tuple[Any, Any, Any, list[int]]:
    """Boxes ``[count, 4]`` with room and without it, origins ``[count, 2]``, and the text objects they belong to."""
    loose, tight, origins = np.zeros((count, 4), np.float32), np.zeros((count, 4)), np.zeros((count, 2))
    page = ctypes.cast(raw, ctypes.c_void_p).value
    to_loose, to_tight, to_origin = (held.ctypes.data for held in (loose, tight, origins))
    objects = list[int]()
    for index in range(count):
        _LOOSE(page, index, to_loose)
        _TIGHT(page, index, to_tight, to_tight + _DOUBLE, to_tight + 2 * _DOUBLE, to_tight + 3 * _DOUBLE)
        _ORIGIN(page, index, to_origin, to_origin + _DOUBLE)
        objects.append(_OBJECT(page, index) or 0)
        to_loose, to_tight, to_origin = to_loose + 4 * _FLOAT, to_tight + 4 * _DOUBLE, to_origin + 2 * _DOUBLE
    # pdfium says left, top, right, bottom of the one, and left, right, bottom, top of the other.
    return _sorted(loose[:, [0, 3, 2, 1]].astype(float)), _sorted(tight[:, [0, 2, 1, 3]]), origins, objects


def _sorted(found: Any) -> Any:
    low, high = found[:, :2], found[:, 2:]
    return np.concatenate([np.minimum(low, high), np.maximum(low, high)], axis=1)


def _styles(raw: Any, objects: list[int]) -> list[Style]:
    """Of each character; many follow each other in one text object."""
    styles: list[Style] = []
    for index, number in enumerate(objects):
        same = index > 0 and number == objects[index - 1] and number
        styles.append(styles[-1] if same else _style(raw, index))
    return styles


def _style(raw: Any, index: int) -> Style:
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(raw, index, matrix)
    size = pdfium_c.FPDFText_GetFontSize(raw, index)
    sign = -1.0 if size < 0 else 1.0
    across, upward = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
    if not across or not upward:
        return Style((1.0, 0.0), (0.0, 1.0), 0.0)
    along = sign * matrix.a / across, sign * matrix.b / across
    slanted = min(abs(along[0]), abs(along[1])) > _STRAIGHT
    return Style(along, (sign * matrix.c / upward, sign * matrix.d / upward), abs(size) * upward, slanted)


def _inked(loose: Any, tight: Any, origins: Any, about: Any) -> Any:
    """Where the ink may be: all that is drawn, and of the room of the line no more than is the line's own."""
    has_ink = (tight[:, 2] > tight[:, 0]) | (tight[:, 3] > tight[:, 1])
    room = _capped(loose, origins, about, np.where(has_ink, _UP, _UNKNOWN))
    none = np.array([np.inf, np.inf, -np.inf, -np.inf])
    has_room = (loose[:, 2] > loose[:, 0]) & (loose[:, 3] > loose[:, 1])
    room = np.where(has_room[:, None], room, none)
    ink = np.where(has_ink[:, None], tight, none)
    found = np.concatenate([np.minimum(room, ink)[:, :2], np.maximum(room, ink)[:, 2:]], axis=1)
    return np.where((found[:, 2] > found[:, 0])[:, None] & (found[:, 3] > found[:, 1])[:, None], found, 0.0)


def _capped(loose: Any, origins: Any, about: Any, reach: Any) -> Any:
    """The room of each character, no further from its baseline than its line reaches; `reach` is how far up."""
    up, size, slanted = about[:, 2:4], about[:, 4], about[:, 5] > 0
    axis = (np.abs(up[:, 1]) > np.abs(up[:, 0])).astype(int)  # 1: lines run across the page
    rows = np.arange(len(loose))
    low, high = loose[rows, axis], loose[rows, axis + 2]
    base, sign = origins[rows, axis], up[rows, axis]
    ends = base + sign * reach * size, base - sign * _DOWN * size
    least, most = np.maximum(low, np.minimum(*ends)), np.minimum(high, np.maximum(*ends))
    tall = high - low
    caps = ~slanted & (tall >= _FLAT * size) & (tall <= _TALL * size) & (least < most)
    found = loose.copy()
    found[rows, axis] = np.where(caps, least, low)
    found[rows, axis + 2] = np.where(caps, most, high)
    return found


def _extents(held: Any, origins: Any, about: Any) -> Any:
    """From where to where along its line, and how far up from it; of a slanted one as well as its upright box tells."""
    ux, uy = about[:, 0], about[:, 1]
    across, upward = held[:, 2] - held[:, 0], held[:, 3] - held[:, 1]
    width = np.where(np.abs(ux) > np.abs(uy), across, upward)
    # The box of a turned letter holds its height too: w' = w·|cos| + h·|sin|, h' = w·|sin| + h·|cos|.
    turned = ux * ux - uy * uy
    safe = np.where(np.abs(turned) > _DIAGONAL, turned, 1.0)
    alone = np.abs((across * np.abs(ux) - upward * np.abs(uy)) / safe)
    alone = np.where(np.abs(turned) > _DIAGONAL, alone, about[:, 4] / 2)
    width = np.where(about[:, 5] > 0, alone, width)
    middle = (held[:, 0] + held[:, 2]) / 2 * ux + (held[:, 1] + held[:, 3]) / 2 * uy
    base = origins[:, 0] * about[:, 2] + origins[:, 1] * about[:, 3]
    return np.stack([middle - width / 2, middle + width / 2, base], axis=1)
