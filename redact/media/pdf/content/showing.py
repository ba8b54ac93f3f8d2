"""What a show operator draws: every glyph, where it stands and how far it moves the pen.

Source: ISO 32000-2:2020, section 9.4.4.
"""

from __future__ import annotations

from math import hypot
from typing import Any

import pikepdf

from redact.media.pdf.content.fonts import Code
from redact.media.pdf.content.model import Placed, Show
from redact.media.pdf.content.objects import number
from redact.media.pdf.content.state import Pen, State
from redact.media.pdf.terms import Area, Untrusted, mul

_UNSEEN_MODES = (3, 7)
_FLAT = 1e-9


def show(index: int, parts: list[Any], state: State, pen: Pen, visible: bool) -> Show:
    """The glyphs of strings and numbers; the pen is left after them.

    Raises:
        Untrusted: no font was set, or the text has no size.
    """
    font = state.font
    if font is None:
        raise Untrusted("text is shown in a font that is missing")
    a, b, c, d, e, f = mul(pen.text, state.ctm)
    unit = state.size if font.vertical else state.size * state.scale
    axis = (c, d) if font.vertical else (a, b)
    sense = (1 if unit > 0 else -1) * (-1 if font.vertical else 1)
    em_pt = abs(unit) * hypot(*axis)
    up = None if font.vertical or font.drawn else (c * state.size, d * state.size)
    origin = (e + c * state.rise, f + d * state.rise)
    found = Show(index, parts, unit, origin, axis, sense, em_pt, up, pen.placed, clip=state.clip)
    if not any(isinstance(part, bytes) and part for part in parts) and not unit:
        return found
    if em_pt < _FLAT or abs(a * d - b * c) * state.size**2 < _FLAT**2 or not state.scale:
        raise Untrusted("text is shown without any size")
    # An em of the font on the page: along the line, and up from it.
    em = (a * state.size * state.scale, b * state.size * state.scale, c * state.size, d * state.size)
    _fill(found, state, em, visible and state.mode not in _UNSEEN_MODES)
    pen.leave(*((0.0, found.end) if font.vertical else (found.end, 0.0)))
    return found


def _fill(found: Show, state: State, em: tuple[float, float, float, float], visible: bool) -> None:
    font, size = state.font, state.size
    if font is None:
        return
    (e, f), along, stretch = found.origin, found.axis, 1.0 if font.vertical else state.scale
    pen, clip = 0.0, state.clip
    for at, part in enumerate(found.parts):
        if not isinstance(part, bytes):
            pen -= number(part) / 1000 * found.unit
            continue
        start = 0
        for code in font.codes(part):
            step = (code.advance * size + state.char_space + (state.word_space if code.spaced else 0.0)) * stretch
            x, y = e + along[0] * pen, f + along[1] * pen
            area = _area(code, (x, y), em)
            end = start + len(code.raw)
            seen = visible and clip.touches(area)
            found.glyphs.append(Placed(at, start, end, pen, step, area, code.char, seen))
            start, pen = end, pen + step
    found.end = pen


def _area(code: Code, origin: tuple[float, float], em: tuple[float, float, float, float]) -> Area:
    left, low, right, high = code.box
    x, y = origin
    ux, uy, vx, vy = em
    if uy == 0.0 == vx and ux > 0.0 < vy:  # upright, as nearly all text is
        return Area(x + ux * left, y + vy * low, x + ux * right, y + vy * high)
    xs = [x + ux * i + vx * j for i in (left, right) for j in (low, high)]
    ys = [y + uy * i + vy * j for i in (left, right) for j in (low, high)]
    return Area(min(xs), min(ys), max(xs), max(ys))


def strings(held: Any) -> list[Any]:
    """The operand of `TJ` as strings (bytes) and numbers.

    Raises:
        Untrusted: it holds anything else.
    """
    found = list[Any]()
    for item in held:
        if isinstance(item, pikepdf.String):
            found.append(bytes(item))
        elif isinstance(item, pikepdf.Object) or item is None or isinstance(item, bool):
            raise Untrusted("text is made of more than strings and numbers")
        else:
            found.append(item)
    return found
