"""Glyphs of Type 3 fonts, which are small content streams of their own: where their ink is.

Source: ISO 32000-2:2020, section 9.6.4.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf

from redact.media.pdf.content.objects import dictionary, entry, matrix, number, rectangle
from redact.media.pdf.content.operators import INLINE, Step, steps
from redact.media.pdf.terms import Area, Matrix, Untrusted, at, covering, mul

_UNIT = Area(0, 0, 1, 1)
_SHOWS = frozenset({"Tj", "TJ", "'", '"', "sh"})
#: A glyph of a bitmap font has no more pixels; a picture may show anything.
_MOST_PIXELS = 512 * 512
_POINTS = {"m": (0,), "l": (0,), "c": (0, 2, 4), "v": (0, 2), "y": (0, 2)}


def inks(font: pikepdf.Dictionary) -> Callable[[str, float], Area]:
    """What gives the box of a named glyph in text space, its advance included.

    Raises (when asked):
        Untrusted: the glyph writes text, or shows a picture of its own.
    """
    scale = matrix(font.get("/FontMatrix", pikepdf.Array([0.001, 0, 0, 0.001, 0, 0])))
    bounds = rectangle(font.get("/FontBBox"))
    tall = covering(scale, bounds) if bounds is not None and bounds.height > 0 else Area(0, -0.2, 1, 0.8)
    procs, resources = dictionary(font.get("/CharProcs")), dictionary(font.get("/Resources"))

    def ink(name: str, advance: float) -> Area:
        box = Area(min(0.0, advance), tall.y0, max(0.0, advance), tall.y1)
        proc = procs.get(f"/{name}") if name else None
        drawn = _ink(proc, resources, scale) if isinstance(proc, pikepdf.Stream) else None
        if drawn is None:
            return box
        return Area(min(box.x0, drawn.x0), drawn.y0, max(box.x1, drawn.x1), drawn.y1)

    return ink


def _ink(proc: pikepdf.Stream, resources: pikepdf.Dictionary, scale: Matrix) -> Area | None:
    try:
        found = list(steps(pikepdf.parse_content_stream(proc)))
    except pikepdf.PdfError as err:
        raise Untrusted("a glyph cannot be read") from err
    ctm, stack = scale, list[Matrix]()
    ink: Area | None = None
    for step in found:
        if step.word in _SHOWS:
            raise Untrusted("a glyph writes text of its own")
        if step.word == "q":
            stack.append(ctm)
        elif step.word == "Q":
            ctm = stack.pop() if stack else ctm
        elif step.word == "cm":
            ctm = mul(matrix_of(step), ctm)
        else:
            drawn = _drawn(step, resources, ctm)
            ink = drawn if ink is None else ink if drawn is None else ink.join(drawn)
    return ink


def matrix_of(step: Step) -> Matrix:
    """The matrix that `cm` or `Tm` gives."""
    a, b, c, d, e, f = step.operands
    return (a, b, c, d, e, f)


def _drawn(step: Step, resources: pikepdf.Dictionary, ctm: Matrix) -> Area | None:
    held = step.operands
    if step.word in _POINTS:
        points = [at(ctm, held[i], held[i + 1]) for i in _POINTS[step.word]]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return Area(min(xs), min(ys), max(xs), max(ys))
    if step.word == "re":
        x, y, width, height = held
        return covering(ctm, Area(min(x, x + width), min(y, y + height), max(x, x + width), max(y, y + height)))
    if step.word == INLINE:
        return _picture(held[0].width * held[0].height, ctm)
    if step.word == "Do":
        found: Any = entry(resources, "/XObject", held[0])
        if not isinstance(found, pikepdf.Stream) or found.get("/Subtype") != pikepdf.Name.Image:
            raise Untrusted("a glyph draws a form")
        return _picture(number(found.get("/Width")) * number(found.get("/Height")), ctm)
    return None


def _picture(pixels: float, ctm: Matrix) -> Area:
    if pixels > _MOST_PIXELS:
        raise Untrusted("a glyph shows a picture of its own")
    return covering(ctm, _UNIT)
