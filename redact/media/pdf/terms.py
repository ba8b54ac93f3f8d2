"""Words of the PDF adapter: where things stand on a page, what a page draws, what is cut out of it.

All measures are points in the page's own user space, origin at the bottom left, before `/Rotate`.
Source: ISO 32000-2:2020, sections 8.3 (coordinate systems) and 9.4.4 (text space).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

#: `[a b c d e f]`: x' = a·x + c·y + e, y' = b·x + d·y + f.
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FLAT = 1e-12


class Untrusted(Exception):
    """The content of a page is not understood well enough to cut it: the page is rebuilt as a picture.

    Its text is a reason that quotes nothing.
    """


class Area(NamedTuple):
    """A rectangle with its sides along the axes; ``x0 <= x1`` and ``y0 <= y1``."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Points."""
        return self.y1 - self.y0

    def touches(self, other: Area) -> bool:
        """Whether both hold a common point that is not on their edges."""
        return min(self.x1, other.x1) > max(self.x0, other.x0) and min(self.y1, other.y1) > max(self.y0, other.y0)

    def join(self, other: Area) -> Area:
        """The smallest area that holds both."""
        return Area(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def grown(self, by: float) -> Area:
        """The area with so much more on each side."""
        return Area(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph as it is drawn. `char` is what it stands for, empty where nobody can tell."""

    area: Area
    char: str = field(repr=False)
    size_pt: float
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Placement:
    """An image as it is drawn, inline ones made streams of their own; `matrix` maps the unit square to the page.

    `mask` says that it is a stencil: its pixels are where the current colour is painted.
    """

    image: Any = field(repr=False)  # pikepdf.Stream
    matrix: Matrix
    mask: bool = False

    @property
    def area(self) -> Area:
        """The smallest area that holds it."""
        return covering(self.matrix, Area(0, 0, 1, 1))


@dataclass(frozen=True, slots=True)
class Drawn:
    """All that a page draws, nested forms included, in the order in which it is painted.

    `shapes` counts small filled outlines that might be letters.
    """

    glyphs: tuple[Glyph, ...] = field(repr=False)
    placements: tuple[Placement, ...]
    shapes: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """What is taken out of a page: everything under `area`, on which `label` is painted.

    `guarded`: the width of the gap must not tell what stood in it; what follows on its line may be moved.
    """

    area: Area
    label: str = field(repr=False)
    guarded: bool = False


def mul(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does `first` and `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point lands."""
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def inverse(matrix: Matrix) -> Matrix:
    """The matrix that undoes it.

    Raises:
        Untrusted: it flattens everything and cannot be undone.
    """
    a, b, c, d, e, f = matrix
    size = a * d - b * c
    if abs(size) < _FLAT:
        raise Untrusted("something is drawn without any size")
    return d / size, -b / size, -c / size, a / size, (c * f - d * e) / size, (b * e - a * f) / size


def covering(matrix: Matrix, area: Area) -> Area:
    """The smallest area that holds where an area lands."""
    corners = [at(matrix, x, y) for x in (area.x0, area.x1) for y in (area.y0, area.y1)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Area(min(xs), min(ys), max(xs), max(ys))
