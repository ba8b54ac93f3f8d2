"""What is seen or heard in a draft against what was to be cut there: what our own cuts cover is of our own making."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from redact.core.place import Box, Place, Times, Track

#: A box of which so much lies under what was cut was found on the cut itself.
_OURS = 0.5
_GRID = 24  # points each way at which a box is asked whether it is covered


class Covered:
    """The places that were to be cut in one picture, one stretch of film, or one sound."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._always: list[Box] = []
        self._in_frame: dict[int, list[Box]] = defaultdict(list)
        self._heard: list[Times] = []
        for place in places:
            if isinstance(place, Box):
                self._always.append(place)
            elif isinstance(place, Times):
                self._heard.append(place)
            elif isinstance(place, Track):
                for frame, *sides in place.boxes:
                    self._in_frame[frame].append(Box(*sides))

    def left(self, place: Place) -> Place | None:
        """The place, or the frames of it, that no cut accounts for; None when all of it is ours."""
        if isinstance(place, Track):
            open_ = tuple(row for row in place.boxes if not self._ours(Box(*row[1:]), self._in_frame.get(row[0], [])))
            return Track(open_) if open_ else None
        if isinstance(place, Box):
            return None if self._ours(place, self._always) else place
        if isinstance(place, Times):
            return None if silent(place, self._heard) >= _OURS else place
        return place

    def _ours(self, box: Box, cuts: list[Box]) -> bool:
        return share(box, cuts) >= _OURS


def silent(times: Times, cuts: Iterable[Times]) -> float:
    """How much of a stretch of time lies under cuts of its channels together, 0 to 1."""
    if times.end_us <= times.start_us:
        return 1.0
    under, reached = 0, times.start_us
    for cut in sorted(cut for cut in cuts if cut.touches(times)):
        start, end = max(cut.start_us, reached), min(cut.end_us, times.end_us)
        under += max(0, end - start)
        reached = max(reached, end)
    return under / (times.end_us - times.start_us)


def share(box: Box, cuts: Iterable[Box]) -> float:
    """How much of a box lies under others together, 0 to 1."""
    if not box.area:
        return 1.0
    xs = box.x0 + (np.arange(_GRID) + 0.5) * (box.x1 - box.x0) / _GRID
    ys = box.y0 + (np.arange(_GRID) + 0.5) * (box.y1 - box.y0) / _GRID
    under = np.zeros((_GRID, _GRID), dtype=bool)
    for cut in cuts:
        under |= ((ys >= cut.y0) & (ys < cut.y1))[:, None] & ((xs >= cut.x0) & (xs < cut.x1))[None]
    return float(under.mean())
