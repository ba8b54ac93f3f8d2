"""How far text on a line may be moved before it leaves the page, its clip or its cell, or runs over what stands there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pikepdf

from redact.media.pdf.content.lines import Line, Stretch
from redact.media.pdf.content.model import Sheet
from redact.media.pdf.content.objects import inherited, rectangle
from redact.media.pdf.terms import Area

#: Letter size, which readers take for a page that says none.
_LETTER = Area(0, 0, 612, 792)
#: What is left between text and what it comes near to, in ems.
_AIR = 0.3
_UPRIGHT = frozenset({(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)})


class Room(NamedTuple):
    """Where a stretch may lie: its ends may come to these places along the line."""

    first: float
    last: float


class Limits:
    """The edges on a page that stand in the way."""

    def __init__(self, page: pikepdf.Page, sheet: Sheet) -> None:
        self._page = _box(page)
        self._edges = [
            outline.area
            for each in sheet.all()
            for path in each.paths.values()
            if path.filled or path.stroked
            for outline in path.outlines
        ]

    def room(self, line: Line, stretch: Stretch) -> Room:
        """The room of a stretch of a line. Text that is neither level nor upright has no limits but its neighbours."""
        air = _AIR * line.em_pt
        others = [other for other in line.stretches if other is not stretch]
        first = max((other.end + air for other in others if other.end <= stretch.start), default=-1e9)
        last = min((other.start - air for other in others if other.start >= stretch.end), default=1e9)
        if line.way not in _UPRIGHT:
            return Room(first, last)
        for low, high in self._walls(line, stretch):
            if high <= stretch.start + air:
                first = max(first, high)
            if low >= stretch.end - air:
                last = min(last, low)
        return Room(min(first, stretch.start), max(last, stretch.end))

    def _walls(self, line: Line, stretch: Stretch) -> Iterator[tuple[float, float]]:
        """Edges that cross the line, as (place, place); those of the page and of clips hold text on both sides."""
        for area in (self._page, *{spot.show.clip for spot in stretch.spots}):
            low, high = along(area, line.way)
            yield low, low
            yield high, high
        for area in self._edges:
            down, up = across(area, line.way)
            if down < line.across + 0.1 * line.em_pt and up > line.across + 0.4 * line.em_pt:
                low, high = along(area, line.way)
                yield low, low
                yield high, high


def along(area: Area, way: tuple[float, float]) -> tuple[float, float]:
    """Where an area begins and ends along a way."""
    return _extent([x * way[0] + y * way[1] for x in (area.x0, area.x1) for y in (area.y0, area.y1)])


def across(area: Area, way: tuple[float, float]) -> tuple[float, float]:
    """Where an area begins and ends across a way."""
    return _extent([y * way[0] - x * way[1] for x in (area.x0, area.x1) for y in (area.y0, area.y1)])


def area_of(way: tuple[float, float], on: tuple[float, float], off: tuple[float, float]) -> Area:
    """The area that lies so along and so across a way."""
    points = [(a * way[0] - c * way[1], a * way[1] + c * way[0]) for a in on for c in off]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Area(min(xs), min(ys), max(xs), max(ys))


def _extent(places: Sequence[float]) -> tuple[float, float]:
    return min(places), max(places)


def _box(page: pikepdf.Page) -> Area:
    media = rectangle(inherited(page, "/MediaBox")) or _LETTER
    crop = rectangle(inherited(page, "/CropBox")) or media
    return crop if crop.width > 0 and crop.height > 0 else media
