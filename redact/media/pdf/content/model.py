"""A page as it was understood: for each stream, as it is used there, what its instructions draw and where.

Only the newest stay: a page is read, cut and forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf

from redact.media.pdf.content.operators import Step
from redact.media.pdf.terms import Area, Placement

#: Letters reach so many ems above the line that they stand on, at least.
_BODY = 0.5
#: Sides of outlines that may be letters, of strokes, and of the dots that letters are made of.
_LETTER_PT, _STROKED_PT = 40.0, 20.0
_DOT_PT = (0.6, 8.0)
_MANY_RECTANGLES = 20


class Placed(NamedTuple):
    """One glyph of a show operator: bytes ``[start, end)`` of its part.

    `before` is how far the pen has gone, from where the operator found it; `advance` how far this glyph moves it.
    """

    part: int
    start: int
    end: int
    before: float
    advance: float
    area: Area
    char: str
    visible: bool


@dataclass(slots=True)
class Show:
    """A show operator. `parts` are its strings and numbers.

    Positions along the line are measured in text space; ``origin + before * axis`` is a point of the page. A number `n` in
    `parts` moves the pen by ``-n / 1000 * unit``; `sense` is 1 where a growing `before` is onward, -1 where it is back.
    `up` is an em upwards from the line, None where letters do not stand on one. `placed` as in `Pen`. `prefix` stands in
    for what `'` and `"` do beside showing.
    """

    index: int
    parts: list[Any]
    unit: float
    origin: tuple[float, float]
    axis: tuple[float, float]
    sense: int
    em_pt: float
    up: tuple[float, float] | None
    placed: bool
    end: float = 0.0
    clip: Area = field(default=Area(0, 0, 0, 0))
    glyphs: list[Placed] = field(default_factory=list)
    prefix: list[Any] = field(default_factory=list)

    def core(self, glyph: Placed) -> Area:
        """Where the body of a glyph is: without the room above and below, which lines of text share with each other."""
        if self.up is None or not glyph.advance:
            return glyph.area
        first, last = glyph.before, glyph.before + glyph.advance
        (x, y), (ax, ay), (ux, uy) = self.origin, self.axis, self.up
        xs = [x + ax * along + ux * high for along in (first, last) for high in (0.0, _BODY)]
        ys = [y + ay * along + uy * high for along in (first, last) for high in (0.0, _BODY)]
        return Area(min(xs), min(ys), max(xs), max(ys))


class Outline(NamedTuple):
    """A sub-path: the box of its points, and the instructions that draw it."""

    area: Area
    indices: list[int]
    points: int
    curved: bool
    rectangle: bool


class Painted(NamedTuple):
    """A path and how it is painted."""

    outlines: list[Outline]
    filled: bool
    stroked: bool
    clips: bool

    def letters(self) -> int:
        """How many of its sub-paths may be letters, or the dots that letters are made of."""
        many = len(self.outlines) > _MANY_RECTANGLES
        return sum(self._is_letter(outline, many) for outline in self.outlines)

    def _is_letter(self, outline: Outline, many: bool) -> bool:
        width, height = outline.area.width, outline.area.height
        if self.filled and outline.rectangle:
            return max(width, height) <= _LETTER_PT and (many or _DOT_PT[0] < min(width, height) <= _DOT_PT[1])
        if self.filled:
            return max(width, height) <= _LETTER_PT and (outline.curved or outline.points > 3)
        return self.stroked and max(width, height) <= _STROKED_PT and (outline.curved or outline.points > 3)


@dataclass(slots=True)
class Sheet:
    """A stream as it is used once: the page itself where `stream` is None.

    `events` are its shows, placements and forms in the order in which they are painted; the others say which instruction
    draws what.
    """

    stream: pikepdf.Stream | None
    resources: pikepdf.Dictionary | None
    steps: list[Step]
    events: list[Show | Placement | Sheet] = field(default_factory=list)
    shows: dict[int, Show] = field(default_factory=dict)
    pictures: dict[int, Placement] = field(default_factory=dict)
    forms: dict[int, Sheet] = field(default_factory=dict)
    paths: dict[int, Painted] = field(default_factory=dict)

    def all(self) -> Iterator[Sheet]:
        """The sheet and those of all forms in it."""
        yield self
        for form in self.forms.values():
            yield from form.all()
