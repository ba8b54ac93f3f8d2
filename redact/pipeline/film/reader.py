"""Words in a film: read about once a second and only where the picture changed; what stays in its place is read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import cv2
import numpy as np

from redact.core.place import Box
from redact.core.ports import Transcriber
from redact.core.segment import Text
from redact.pipeline.film.text import ink, lasting, shifted, swept
from redact.pipeline.film.view import View

#: Points along the longer side of what is compared, and points of a cell: about the height of the smallest words.
_SIDE, _CELL = 480, 6
#: Grey levels by which one point of a cell must differ. A letter that changes does so by far more than a codec's noise.
_CHANGED = 24
#: So many cells around a changed one are read with it, so that no word is cut in two.
_AROUND = 4
#: A part of the picture larger than this is not cut out of it.
_MOST = 0.6
#: The same words within this share of the picture's longer side of where they were have moved there.
_MOVED = 0.25


@dataclass(frozen=True, slots=True)
class Lettering:
    """A text that stood in every frame ``[since, until]``, its anchor upright; `until` None: it stands there still."""

    text: Text = field(repr=False)
    since: int
    until: int | None = None


class Reader:
    """Reads one document's films."""

    def __init__(self, transcribers: Sequence[Transcriber]) -> None:
        self._transcribers = transcribers
        self._standing: list[Lettering] = []
        self._gone: list[Lettering] = []
        self._points: Any = None  # the picture as it was read, cell by cell
        self._last = 0  # the frame that was read last

    def read(self, view: View) -> None:
        """Read what is new in a frame. What was there before and is no more, was there until now."""
        if not self._transcribers:
            return
        points = view.points(_SIDE)
        grid = _changed(points, self._points)
        stays, goes = self._sorted(view, grid)
        since = view.number if self._points is None else self._last
        area = view.area_of(grid, _AROUND)
        new = [] if area is None else [Lettering(text, since) for text in self._texts(view, area, stays)]
        gone = [replace(one, until=view.number) for one in goes]
        reach_px = _MOVED * max(view.size)
        self._standing = stays + _drawn_out(new, gone, reach_px)
        self._gone += _drawn_out(gone, new, reach_px)
        self._points, self._last = _taken_up(self._points, points, grid), view.number

    def cut(self, last: int) -> None:
        """The scene ends with frame `last`: nothing that stands in it stands in the next."""
        self._gone += [replace(one, until=last) for one in self._standing]
        self._standing = []
        self._points = None

    def texts(self, first: int, last: int) -> list[Text]:
        """What stood in the frames ``[first, last]``, which end a segment: what stands there still goes on in the next."""
        ended = [*self._gone, *(replace(one, until=last) for one in self._standing)]
        self._standing = [replace(one, since=last + 1) for one in self._standing]
        self._gone = []
        spans = [
            (one.text, max(one.since, first), min(last if one.until is None else one.until, last)) for one in ended
        ]
        return [lasting(text, since, until) for text, since, until in spans if since <= until]

    def _sorted(self, view: View, grid: Any) -> tuple[list[Lettering], list[Lettering]]:
        """What still stands, and what changed in a part, so that the whole of it is read again: its cells are set."""
        stays, goes = self._standing, list[Lettering]()
        while touched := [one for one in stays if _touched(view, one, grid)]:
            stays = [one for one in stays if one not in touched]
            goes += touched
            for box in (box for one in touched for box in _boxes(one)):
                view.cells(box, grid)[...] = True
        return stays, goes

    def _texts(self, view: View, area: Box, stays: Sequence[Lettering]) -> list[Text]:
        """What is read in a part of a frame; words that were read before and still stand are painted over first."""
        whole = view.shrunk(0).pixels
        if area.area > _MOST * whole.shape[0] * whole.shape[1]:
            area = Box(0, 0, whole.shape[1], whole.shape[0])
        left, top = int(area.x0), int(area.y0)
        pixels = whole[top : int(np.ceil(area.y1)), left : int(np.ceil(area.x1))].copy()
        for box in (box for one in stays for box in _boxes(one)):
            _paint_over(pixels, Box(box.x0 - left, box.y0 - top, box.x1 - left, box.y1 - top))
        picture = view.raster(pixels)
        return [shifted(text, left, top) for read in self._transcribers for text in read(picture)]


def _boxes(one: Lettering) -> list[Box]:
    return [stroke.box for stroke in ink(one.text).strokes]


def _touched(view: View, one: Lettering, grid: Any) -> bool:
    return any(view.cells(box, grid).any() for box in _boxes(one))


def _changed(points: Any, before: Any) -> Any:
    """Which cells of two pictures differ, ``bool [rows, columns]``; all of them where there was none before."""
    rows, columns = (-(-side // _CELL) for side in points.shape)
    if before is None or before.shape != points.shape:
        return np.ones((rows, columns), dtype=bool)
    apart = cv2.absdiff(points, before)
    padded = np.pad(apart, ((0, rows * _CELL - apart.shape[0]), (0, columns * _CELL - apart.shape[1])))
    return padded.reshape(rows, _CELL, columns, _CELL).max(axis=(1, 3)) > _CHANGED


def _taken_up(before: Any, points: Any, grid: Any) -> Any:
    """The picture as it was read: cells that were not read keep their old points, so that a slow change adds up."""
    if before is None or before.shape != points.shape:
        return points
    cells = grid.repeat(_CELL, axis=0).repeat(_CELL, axis=1)[: points.shape[0], : points.shape[1]]
    return np.where(cells, points, before)


def _paint_over(pixels: Any, box: Box) -> None:
    """Fill a box with the usual colour of its rim, in place."""
    height, width = pixels.shape[:2]
    x0, y0 = max(0, int(box.x0)), max(0, int(box.y0))
    x1, y1 = min(width, int(np.ceil(box.x1))), min(height, int(np.ceil(box.y1)))
    if x0 < x1 and y0 < y1:
        rim = np.concatenate([pixels[y0, x0:x1], pixels[y1 - 1, x0:x1]])
        pixels[y0:y1, x0:x1] = np.median(rim, axis=0).astype(np.uint8)


def _drawn_out(ones: Sequence[Lettering], others: Sequence[Lettering], reach_px: float) -> list[Lettering]:
    """What moved, with boxes that hold both places, and so the way between."""
    texts = swept([one.text for one in ones], [other.text for other in others], reach_px)
    return [replace(one, text=text) for one, text in zip(ones, texts, strict=True)]
