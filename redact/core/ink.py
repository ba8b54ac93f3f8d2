"""Characters that were read off a picture, and the ink each stretch of them stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from redact.core.place import Box, Chars, Place, Track

#: Stands in a text for a line of writing that was located and could not be read.
UNREAD = "\ufffd"


class Stroke(NamedTuple):
    """Characters ``[start, end)`` stand in `box`. Strokes of one `line` that follow each other are cut as one box.

    Ink that runs at a slant has a line for each stroke: their boxes overlap, and the box of a whole line would cover half
    the page.
    """

    start: int
    end: int
    line: int
    box: Box


@dataclass(frozen=True, slots=True)
class Ink:
    """An anchor: where the characters of a text stand in a picture, or in every frame ``[first, last]`` of a film.

    `strokes` are in order of `start` and disjoint; characters between them (spaces, line ends) have no ink.
    """

    strokes: tuple[Stroke, ...] = field(repr=False)
    frames: tuple[int, int] | None = None

    def __call__(self, chars: Chars) -> tuple[Place, ...]:
        """One box, or track, for each line that the characters touch."""
        boxes = _by_line([s for s in self.strokes if s.start < chars.end and chars.start < s.end])
        if self.frames is None:
            return tuple(boxes)
        first, last = self.frames
        return tuple(
            Track(tuple((frame, box.x0, box.y0, box.x1, box.y1) for frame in range(first, last + 1))) for box in boxes
        )

    def to_plain(self) -> dict[str, Any]:
        """The anchor as plain values for JSON."""
        strokes = [[s.start, s.end, s.line, s.box.x0, s.box.y0, s.box.x1, s.box.y1] for s in self.strokes]
        return {"strokes": strokes, "frames": self.frames}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Ink:
        """The anchor that `to_plain` gave."""
        strokes = tuple(Stroke(s[0], s[1], s[2], Box(*s[3:])) for s in plain["strokes"])
        frames = plain["frames"]
        return cls(strokes, (frames[0], frames[1]) if frames else None)


def _by_line(strokes: Sequence[Stroke]) -> list[Box]:
    boxes: list[Box] = []
    line = None
    for stroke in strokes:
        if stroke.line == line:
            boxes[-1] = boxes[-1].join(stroke.box)
        else:
            boxes.append(stroke.box)
        line = stroke.line
    return boxes
