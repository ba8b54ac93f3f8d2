"""How annotations and fields look: the appearance they bring, or one drawn for them, and where it goes on the page.

Source: ISO 32000-2:2020, 12.5.5 (appearance streams), 12.5.6 (types of annotations), 12.7.4.3 (variable text).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from redact.media.pdf.objects.naming import said
from redact.media.pdf.plain.lettering import lettered
from redact.media.pdf.terms import IDENTITY, Area, Matrix, covering

_FULL_CIRCLE = 0.5523  # how far a Bézier's handle stands from its end to draw a quarter circle
_MAX_POINTS = 20_000


def numbers(value: Any, count: int | None = None) -> tuple[float, ...]:
    """An array of numbers.

    Raises:
        ValueError: it is none, or has not `count` of them.
    """
    if not isinstance(value, Array) or (count is not None and len(value) != count) or len(value) > _MAX_POINTS:
        raise ValueError("not an array of so many numbers")
    try:
        return tuple(float(held) for held in value)
    except TypeError as err:
        raise ValueError("not numbers") from err


def area_of(value: Any) -> Area:
    """The rectangle of four numbers, its corners in any order.

    Raises:
        ValueError: it is none.
    """
    x0, y0, x1, y1 = numbers(value, 4)
    return Area(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def own(annotation: Dictionary) -> Stream | None:
    """The appearance that it brings for being looked at, in the state it is in."""
    looks = annotation.get("/AP")
    normal = looks.get("/N") if isinstance(looks, Dictionary) else None
    if isinstance(normal, Dictionary) and not isinstance(normal, Stream):
        state = annotation.get("/AS")
        normal = _state(normal, said(state) or "/Off")
    return normal if isinstance(normal, Stream) else None


def _state(states: Dictionary, name: str) -> Any:
    return states[name] if name in states else None  # noqa: SIM401 - `get` refuses what is no UTF-8


def placed(appearance: Stream, rect: Area) -> Matrix:
    """What brings an appearance to where its annotation stands.

    Raises:
        ValueError: it has no size.
    """
    matrix = appearance.get("/Matrix")
    own_matrix = IDENTITY if matrix is None else numbers(matrix, 6)
    box = covering((*own_matrix,), area_of(appearance.get("/BBox")))  # type: ignore[arg-type]
    if box.width <= 0 or box.height <= 0:
        raise ValueError("an appearance without size")
    wide, high = rect.width / box.width, rect.height / box.height
    return wide, 0.0, 0.0, high, rect.x0 - box.x0 * wide, rect.y0 - box.y0 * high


def drawn(pdf: pikepdf.Pdf, annotation: Dictionary) -> Stream | None:
    """An appearance for an annotation that brings none, as readers draw it; None where they draw nothing.

    Raises:
        ValueError: the annotation contradicts itself.
    """
    kind = said(annotation.get("/Subtype"))
    if kind == "/FreeText":
        return lettered(pdf, area_of(annotation.get("/Rect")), str(annotation.get("/Contents", "")), annotation)
    draw = _SHAPES.get(kind)
    body = draw(annotation) if draw else ""
    if not body:
        return None
    rect = area_of(annotation.get("/Rect"))
    states = Dictionary(GS=Dictionary(Type=Name.ExtGState, BM=Name.Multiply if kind == "/Highlight" else Name.Normal))
    made = pdf.make_stream(f"/GS gs {_colour(annotation)} {body}".encode("ascii"))
    made.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([*rect]),
                 "/Resources": Dictionary(ExtGState=states)})  # fmt: skip
    return made


def _colour(annotation: Dictionary) -> str:
    """Colours to draw in (`/C`) and to fill with (`/IC`; a highlight is filled with its one colour)."""
    if annotation.get("/Subtype") == Name.Highlight:
        return _said(annotation.get("/C"), "g rg k", "1 1 0 rg")
    return f"{_said(annotation.get('/C'), 'G RG K', '0 G')} {_said(annotation.get('/IC'), 'g rg k', '')}"


def _said(value: Any, signs: str, otherwise: str) -> str:
    parts = numbers(value) if value is not None else ()
    sign = dict(zip((1, 3, 4), signs.split(), strict=True)).get(len(parts))
    return f"{' '.join(f'{part:.3f}' for part in parts)} {sign}" if sign else otherwise


def _width(annotation: Dictionary) -> float:
    style = annotation.get("/BS")
    width = style.get("/W", 1) if isinstance(style, Dictionary) else 1
    return float(width) if isinstance(width, (int, float)) else 1.0


def _quads(annotation: Dictionary) -> list[Area]:
    points = numbers(annotation.get("/QuadPoints"))
    quads = (points[start : start + 8] for start in range(0, len(points) - 7, 8))
    return [Area(min(quad[::2]), min(quad[1::2]), max(quad[::2]), max(quad[1::2])) for quad in quads]


def _highlight(annotation: Dictionary) -> str:
    boxes = (f"{a.x0:.2f} {a.y0:.2f} {a.width:.2f} {a.height:.2f} re" for a in _quads(annotation))
    return " ".join((*boxes, "f"))


def _under(annotation: Dictionary) -> str:
    return _rules(annotation, 0.08)


def _through(annotation: Dictionary) -> str:
    return _rules(annotation, 0.45)


def _rules(annotation: Dictionary, height: float) -> str:
    lines = ((a, a.y0 + a.height * height) for a in _quads(annotation))
    return " ".join(f"{a.height / 16:.2f} w {a.x0:.2f} {y:.2f} m {a.x1:.2f} {y:.2f} l S" for a, y in lines)


def _box(annotation: Dictionary) -> str:
    area = area_of(annotation.get("/Rect")).grown(-_width(annotation) / 2)
    return f"{_width(annotation):.2f} w {area.x0:.2f} {area.y0:.2f} {area.width:.2f} {area.height:.2f} re {_paint(annotation)}"


def _oval(annotation: Dictionary) -> str:
    a = area_of(annotation.get("/Rect")).grown(-_width(annotation) / 2)
    x, y, w, h = (a.x0 + a.x1) / 2, (a.y0 + a.y1) / 2, a.width / 2, a.height / 2
    u, v = w * _FULL_CIRCLE, h * _FULL_CIRCLE
    curves = ((x + w, y + v, x + u, y + h, x, y + h), (x - u, y + h, x - w, y + v, x - w, y),
              (x - w, y - v, x - u, y - h, x, y - h), (x + u, y - h, x + w, y - v, x + w, y))  # fmt: skip
    steps = " ".join(" ".join(f"{value:.2f}" for value in curve) + " c" for curve in curves)
    return f"{_width(annotation):.2f} w {x + w:.2f} {y:.2f} m {steps} {_paint(annotation)}"


def _paint(annotation: Dictionary) -> str:
    """Closed shapes are filled where they have a colour inside."""
    return "b" if annotation.get("/IC") else "s"


def _line(annotation: Dictionary) -> str:
    return _path(annotation, [numbers(annotation.get("/L"), 4)])


def _polyline(annotation: Dictionary) -> str:
    return _path(annotation, [numbers(annotation.get("/Vertices"))])


def _ink(annotation: Dictionary) -> str:
    strokes = annotation.get("/InkList")
    return _path(annotation, [numbers(stroke) for stroke in strokes] if isinstance(strokes, Array) else [])


def _path(annotation: Dictionary, strokes: list[tuple[float, ...]]) -> str:
    steps = [f"{_width(annotation):.2f} w"]
    for stroke in strokes:
        pairs = zip(stroke[::2], stroke[1::2], strict=False)
        steps += (f"{x:.2f} {y:.2f} {'l' if count else 'm'}" for count, (x, y) in enumerate(pairs))
        steps.append("s" if annotation.get("/Subtype") == Name.Polygon else "S")
    return " ".join(steps)


_SHAPES: Mapping[str, Callable[[Dictionary], str]] = {
    "/Highlight": _highlight,
    "/Underline": _under,
    "/Squiggly": _under,
    "/StrikeOut": _through,
    "/Square": _box,
    "/Circle": _oval,
    "/Line": _line,
    "/PolyLine": _polyline,
    "/Polygon": _polyline,
    "/Ink": _ink,
}
