"""Which edges a line shares with other lines of its page."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from redact.media.pdf.content.lines import Line, Stretch

#: Edges so near to each other, in ems, are the same; so many other lines make a margin.
_SAME = 0.06
_LINES = 2


class Align(Enum):
    """Which edge of a line stays when something in it grows."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTH = "both"

    @property
    def share(self) -> float:
        """How much of the growth goes to the left, where the words of the line do not give way."""
        return {Align.CENTRE: 0.5, Align.RIGHT: 1.0}.get(self, 0.0)


class Edges:
    """The edges of all lines of a page."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._stretches = [(line, stretch) for line in lines for stretch in line.stretches]

    def align(self, line: Line, stretch: Stretch) -> Align:
        """How a stretch of a line is set, as its neighbours show it."""
        others = [held for other, held in self._stretches if other is not line and other.way == line.way]
        near = _SAME * line.em_pt
        right = sum(abs(other.end - stretch.end) < near for other in others) >= _LINES
        left = sum(abs(other.start - stretch.start) < near for other in others) >= _LINES
        if right:
            return Align.BOTH if left else Align.RIGHT
        middle = stretch.start + stretch.end
        centred = sum(abs(other.start + other.end - middle) < 2 * near for other in others) >= _LINES
        return Align.CENTRE if centred and not left else Align.LEFT
