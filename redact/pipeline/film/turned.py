"""What was seen in upright frames, in the stored pixels of the film."""

from __future__ import annotations

from dataclasses import dataclass, replace

from redact.core.flow import Finding
from redact.core.ink import Ink
from redact.core.place import Box, Track
from redact.core.segment import Text
from redact.core.upright import stored_box
from redact.pipeline.film.text import ink


@dataclass(frozen=True, slots=True)
class Turned:
    """How a film's frames were turned, and their size after that."""

    orientation: int
    width_px: int
    height_px: int

    def finding(self, finding: Finding) -> Finding:
        """The finding with its track in stored pixels."""
        track = finding.place
        if self.orientation == 1 or not isinstance(track, Track):
            return finding
        boxes = ((frame, self._stored(Box(*sides))) for frame, *sides in track.boxes)
        return replace(finding, place=Track(tuple((n, box.x0, box.y0, box.x1, box.y1) for n, box in boxes)))

    def text(self, text: Text) -> Text:
        """The text with its strokes in stored pixels."""
        strokes = tuple(stroke._replace(box=self._stored(stroke.box)) for stroke in ink(text).strokes)
        return replace(text, anchor=Ink(strokes, ink(text).frames))

    def _stored(self, box: Box) -> Box:
        within = box.meet(Box(0, 0, self.width_px, self.height_px))
        return stored_box(within, self.orientation, self.width_px, self.height_px)
