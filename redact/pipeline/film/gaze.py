"""One spotter's look at a frame, or at a part of it: shrunk before, boxes brought back to upright pixels of full size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from redact.core.errors import Defect
from redact.core.flow import Finding
from redact.core.place import Box
from redact.core.ports import Spotter
from redact.core.segment import Raster
from redact.pipeline.film.view import Shrunk, View
from redact.resolve.track import Sighting

#: A part is looked at with so much of its own size more on each side, and no less than so many pixels to look at.
_AROUND, _LEAST_PX = 0.5, 32
#: A part larger than this share of the picture is not worth cutting out.
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Gaze:
    """A spotter and the longest side of what it is shown; 0 shows it whole frames as they are."""

    spotter: Spotter
    side_px: int = 0

    def look(self, view: View) -> list[Sighting]:
        """Everything it sees in a frame."""
        shrunk = view.shrunk(self.side_px)
        return self._spot(view, shrunk, (0, 0, *reversed(shrunk.pixels.shape[:2])))

    def look_near(self, view: View, places: Sequence[Box]) -> tuple[list[Sighting], Box]:
        """What it sees around some places, and the part of the frame that it looked at."""
        shrunk = view.shrunk(self.side_px)
        width, height = view.size
        whole = Box(0, 0, width, height)
        area = _around(places, shrunk.scale).meet(whole)
        if area.area > _MOST * whole.area:
            return self.look(view), whole
        sides = (area.x0, area.y0, area.x1, area.y1)
        left, top, right, bottom = (int(side / shrunk.scale) for side in sides)
        seen = self._spot(view, shrunk, (left, top, right + 1, bottom + 1))
        return [one for one in seen if _is_whole(one.box, area, whole)], area

    def _spot(self, view: View, shrunk: Shrunk, part: tuple[int, int, int, int]) -> list[Sighting]:
        left, top, right, bottom = part
        picture = view.raster(np.ascontiguousarray(shrunk.pixels[top:bottom, left:right]))
        seen = []
        # A spotter of stills may enlarge a picture: what is shrunk here, or cut out, is to be seen in the size that it has.
        spot: Callable[[Raster], Iterable[Finding]] = getattr(self.spotter, "at_own_size", self.spotter)
        for finding in spot(picture):
            box = finding.place
            if not isinstance(box, Box):
                raise Defect("a spotter gave something else than a box", "please report this")
            sides = (box.x0 + left, box.y0 + top, box.x1 + left, box.y1 + top)
            full = Box(*(side * shrunk.scale for side in sides))
            seen.append(Sighting(view.number, full, finding.score, finding.entity, finding.facts))
        return seen


def _is_whole(box: Box, area: Box, picture: Box) -> bool:
    """Whether a box in a part of a picture ends within it, or where the picture itself ends: what is cut is half a thing."""
    inner = (box.x0 > area.x0, box.y0 > area.y0, box.x1 < area.x1, box.y1 < area.y1)
    outer = (area.x0 <= picture.x0, area.y0 <= picture.y0, area.x1 >= picture.x1, area.y1 >= picture.y1)
    return all(within or at_end for within, at_end in zip(inner, outer, strict=True))


def _around(places: Sequence[Box], scale: float) -> Box:
    area = places[0]
    for place in places[1:]:
        area = area.join(place)
    by = max(max(place.x1 - place.x0, place.y1 - place.y0) for place in places) * _AROUND
    return area.grown(*[max(by, _LEAST_PX * scale)] * 2)
