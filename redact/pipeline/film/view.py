"""One frame held for a while: shrunk for whoever looks, and a glance that tells cheaply what changed between two frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from redact.core.place import Box
from redact.core.segment import Film, Frame, Raster
from redact.core.upright import upright

#: Longest side of a glance, and of the cells that are compared, in points of it.
_GLANCE, _CELL = 160, 4
#: Grey levels by which a cell's mean must differ to have changed. Above the noise of a codec (0.5 to 1.5 measured).
_CHANGED = 2.5
#: The same for one point of it: a face of 12 pixels in a frame of 1920.
_CHANGED_POINT = 16
#: The same for what comes into view and goes within a window.
_PASSED = 16.0
#: A cut: cells differ by so many grey levels in the mean, and light and dark lie elsewhere: their correlation is less.
#: Of 664 pairs of neighbours, three cuts had .01 to .25, the fastest moves .68 and more, at 17 levels at most; a cut
#: between two bright places had .53, at 46 levels.
_CUT = ((6.0, 0.5), (30.0, 0.7))


@dataclass(frozen=True, slots=True)
class Shrunk:
    """An upright frame in a size to look at: ``uint8 [h, w, 3], RGB``, and full-size pixels in one of its own."""

    pixels: Any
    scale: float


class View:
    """A frame of a film, and what was made of it. All boxes are in upright pixels of full size."""

    def __init__(self, frame: Frame, film: Film) -> None:
        self.number = frame.number
        self.time_us = frame.time_us
        self._film = film
        self._stored = frame.pixels
        self._orientation = film.orientation
        self._shrunk: dict[int, Shrunk] = {}
        self.glance = _glance(frame.pixels, film.orientation)
        height, width = frame.pixels.shape[:2]
        #: Width and height, upright: orientations 5 to 8 lie on their side.
        self.size: tuple[int, int] = (height, width) if film.orientation >= 5 else (width, height)

    @property
    def is_held(self) -> bool:
        """Whether there are pixels still."""
        return self._stored is not None

    def let_go(self) -> None:
        """Drop the pixels: from now on there is only the glance."""
        self._stored = None
        self._shrunk = {}

    def shrunk(self, side_px: int) -> Shrunk:
        """The frame with a longest side of at most `side_px`; 0 leaves it as it is."""
        if side_px not in self._shrunk:
            longest = max(self._stored.shape[:2])
            scale = max(1.0, longest / side_px) if side_px else 1.0
            pixels = self._stored if scale == 1.0 else _resized(self._stored, 1 / scale)
            self._shrunk[side_px] = Shrunk(upright(pixels, self._orientation), scale)
        return self._shrunk[side_px]

    def points(self, side_px: int) -> Any:
        """The frame in grey, its longer side `side_px` at most, ``uint8``."""
        return cv2.cvtColor(self.shrunk(side_px).pixels, cv2.COLOR_RGB2GRAY)

    def raster(self, pixels: Any) -> Raster:
        """Upright pixels of this frame as whoever looks at pictures takes them."""
        return Raster(self._film.ordinal, self._film.part, pixels)

    def changed(self, other: View) -> Any:
        """Which cells differ by more than a codec's noise, as a whole or in one point, ``bool [rows, columns]``."""
        cells = _in_cells(cv2.absdiff(self.glance, other.glance))
        return (cells.mean(axis=(1, 3)) > _CHANGED) | (cells.max(axis=(1, 3)) > _CHANGED_POINT)

    def passed(self, other: View) -> Any:
        """Which cells differ so much that something stands there in one and not in the other, ``bool [rows, columns]``."""
        return _in_cells(cv2.absdiff(self.glance, other.glance)).mean(axis=(1, 3)) > _PASSED

    def cells(self, box: Box, grid: Any) -> Any:
        """The part of a grid of cells that a box touches."""
        (width, height), (rows, columns) = self.size, grid.shape
        x0, x1 = int(max(0, box.x0) * columns / width), int(np.ceil(box.x1 * columns / width))
        y0, y1 = int(max(0, box.y0) * rows / height), int(np.ceil(box.y1 * rows / height))
        return grid[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]

    def area_of(self, grid: Any, around: int) -> Box | None:
        """The box around the cells of a grid that are set, and so many more on each side; None where none is set."""
        rows, columns = np.nonzero(grid.any(axis=1))[0], np.nonzero(grid.any(axis=0))[0]
        if not len(rows):
            return None
        (width, height), (down, across) = self.size, grid.shape
        by_x, by_y = width / across, height / down
        left, top, right, bottom = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
        box = Box(left * by_x, top * by_y, right * by_x, bottom * by_y).grown(around * by_x, around * by_y)
        return box.meet(Box(0, 0, width, height))


def passing(window: Sequence[View]) -> tuple[int, Box] | None:
    """The frame between the ends of a window in which most is seen that is at neither end, and where.

    What comes and goes between two looks leaves its place as it was; what merely moves leaves it otherwise.
    """
    first, last = window[0], window[-1]
    inner = range(1, len(window) - 1)
    if not inner:
        return None
    rests = ~first.changed(last)
    came = [rests & window[at].passed(first) & window[at].passed(last) for at in inner]
    most = max(range(len(came)), key=lambda at: int(came[at].sum()))
    area = first.area_of(came[most], 1)
    return None if area is None else (inner[most], area)


class Cuts:
    """Says where one scene ends and another begins."""

    def __init__(self) -> None:
        self._before: View | None = None

    def __call__(self, view: View) -> bool:
        """Whether a cut lies between the frame asked about last and this one. The first frame begins a scene."""
        before, self._before = self._before, view
        if before is None or before.size != view.size:
            return True
        one, two = (_in_cells(side.glance).mean(axis=(1, 3)) for side in (before, view))
        levels, likeness = float(np.abs(one - two).mean()), _likeness(one, two)
        return any(levels > least and likeness < most for least, most in _CUT)


def _likeness(one: Any, two: Any) -> float:
    """Correlation of two grids, -1 to 1; none where one of them is of one grey."""
    one, two = one - one.mean(), two - two.mean()
    norm = float(np.sqrt((one**2).sum() * (two**2).sum()))
    return float((one * two).sum()) / norm if norm else 0.0


def _glance(pixels: Any, orientation: int) -> Any:
    """A small grey picture of whole cells, ``uint8``. Most points of a large frame are not read: noise is averaged anyway."""
    longest = max(pixels.shape[:2])
    step = max(1, longest // (2 * _GLANCE))
    points = np.ascontiguousarray(pixels[::step, ::step])
    height, width = (max(1, round(side * _GLANCE / longest / _CELL)) * _CELL for side in pixels.shape[:2])
    small = cv2.resize(points, (width, height), interpolation=cv2.INTER_AREA)
    return upright(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), orientation)


def _in_cells(points: Any) -> Any:
    """Points ``[h, w]`` by cell, ``[rows, _CELL, columns, _CELL]``."""
    height, width = points.shape
    return points.reshape(height // _CELL, _CELL, width // _CELL, _CELL)


def _resized(pixels: Any, by: float) -> Any:
    height, width = pixels.shape[:2]
    size = (max(1, round(width * by)), max(1, round(height * by)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if by < 1 else cv2.INTER_LINEAR)
