"""Where a finding is: characters, a cell, a box, a stretch of time, a track. Always half-open, always rounded outward."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Chars:
    """Code points ``[start, end)`` of one text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def shift(self, by: int) -> Chars:
        """The same stretch, counted from `by` characters earlier."""
        return Chars(self.start + by, self.end + by)

    def touches(self, other: Chars) -> bool:
        """Whether both hold at least one common character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Chars) -> bool:
        """Whether every character of `other` is in this stretch."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """Code points ``[start, end)`` of the cell at `row`, `col`; both count from 0, the header row included."""

    row: int
    col: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle in stored pixels (in PDF: points), origin top-left, half-open."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def area(self) -> float:
        """Square pixels; nothing for a box that is inside out."""
        return max(0.0, self.x1 - self.x0) * max(0.0, self.y1 - self.y0)

    def meet(self, other: Box) -> Box:
        """What both hold; its area is 0 when they do not touch."""
        return Box(max(self.x0, other.x0), max(self.y0, other.y0), min(self.x1, other.x1), min(self.y1, other.y1))

    def join(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def whole(self) -> Box:
        """The smallest box of whole pixels that holds this one."""
        return Box(math.floor(self.x0), math.floor(self.y0), math.ceil(self.x1), math.ceil(self.y1))

    def grown(self, by_x: float, by_y: float) -> Box:
        """The box with so many pixels more on each side."""
        return Box(self.x0 - by_x, self.y0 - by_y, self.x1 + by_x, self.y1 + by_y)


@dataclass(frozen=True, slots=True, order=True)
class Times:
    """Microseconds ``[start_us, end_us)`` from the first sample of a sound, in some of its `channels`, counted from 0.

    No channel named means all of them.
    """

    start_us: int
    end_us: int
    channels: tuple[int, ...] = ()

    def touches(self, other: Times) -> bool:
        """Whether both hold a common moment of a common channel."""
        apart = bool(self.channels and other.channels) and set(self.channels).isdisjoint(other.channels)
        return not apart and self.start_us < other.end_us and other.start_us < self.end_us


@dataclass(frozen=True, slots=True, order=True)
class Track:
    """One box per frame: ``(frame, x0, y0, x1, y1)``, frames ascending and counted from the start of the whole film."""

    boxes: tuple[tuple[int, float, float, float, float], ...]


Place = Chars | Cell | Box | Times | Track


def in_pixels(place: Place) -> Place:
    """Boxes and tracks in whole pixels, rounded outward; any other place as it is."""
    if isinstance(place, Box):
        return place.whole()
    if isinstance(place, Track):
        boxes = ((frame, Box(*sides).whole()) for frame, *sides in place.boxes)
        return Track(tuple((frame, box.x0, box.y0, box.x1, box.y1) for frame, box in boxes))
    return place


_KINDS: Mapping[str, type] = {"chars": Chars, "cell": Cell, "box": Box, "times": Times}


def to_extent(place: Place) -> dict[str, Any]:
    """The JSON form of a place, as `redact find` and plans write it."""
    if isinstance(place, Track):
        return {"kind": "track", "boxes": [list(box) for box in place.boxes]}
    if isinstance(place, Times):
        where = {"start_us": place.start_us, "end_us": place.end_us}
        return {"kind": "times", **where, **({"channels": list(place.channels)} if place.channels else {})}
    name = type(place).__name__.lower()
    return {"kind": name, **{field: getattr(place, field) for field in place.__dataclass_fields__}}


def from_extent(extent: Mapping[str, Any]) -> Place:
    """The place an extent stands for.

    Raises:
        ValueError: the extent has an unknown kind or lacks a field.
    """
    fields = dict(extent)
    kind = fields.pop("kind", None)
    try:
        if kind == "track":
            return Track(tuple((int(b[0]), b[1], b[2], b[3], b[4]) for b in fields["boxes"]))
        if kind == "times":
            fields["channels"] = tuple(fields.get("channels", ()))
        made: Place = _KINDS[str(kind)](**fields)
    except (KeyError, TypeError, IndexError) as err:
        raise ValueError(f"not an extent: kind {kind!r}") from err
    return made
