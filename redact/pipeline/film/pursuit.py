"""One kind of thing followed through a film: which frames are looked at, and a track for each thing that was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from redact.core.flow import Finding
from redact.core.place import Box
from redact.pipeline.film.gaze import Gaze
from redact.pipeline.film.view import View, passing
from redact.resolve.track import Reach, Sighting, Stretch, Trail, cover, follow, gaps, strangers

#: What is seen less surely than this comes and goes from frame to frame; it is covered, but not looked for in between.
_WEAK = 0.35
#: A place is looked at again where so much of it changed: what flickers in a still picture is the detector's doubt.
_CHANGED_SHARE = 0.25
#: A frame in which nothing changed since the last look is not looked at, for so long.
_STILL_US = 1_000_000
#: Sightings that are kept from one stretch to the next: two tell the speed.
_KEPT = 2
#: In a film that was sampled, what was not seen in so many of the frames is believed only from this score up: where
#: faces are filled, networks see one in a collar or a lap for a frame or two.
_STEADY_SHARE, _SURE = 0.5, 0.6
#: The mark of a track that covers frames in which somebody looked and did not see the thing.
FILLED = "gap_filled"


@dataclass(frozen=True, slots=True)
class Covered:
    """One line of the coverage report: a track of this stretch, the gaps in it that were filled, its lowest score."""

    entity: str
    first: int
    last: int
    gaps: tuple[tuple[int, int], ...]
    lowest: float


class Pursuit:
    """What one spotter sees in a film, frame after frame."""

    def __init__(self, gaze: Gaze, *, steady: bool = False) -> None:
        """`steady` claims nothing that was seen in few of the frames that were looked at."""
        self._gaze = gaze
        self._steady = steady
        self._seen: dict[int, list[Sighting]] = {}
        self._looked: set[int] = set()  # frames of which the whole was looked at
        self._trails: list[Trail] = []
        self._lately: View | None = None  # the frame that was looked at last

    def look(self, view: View) -> None:
        """Look at the whole of a frame, unless it was done or is the same picture as the one before."""
        if view.number in self._seen:
            return
        if self._same(view):
            before = self._seen[self._lately.number] if self._lately else []
            self._seen[view.number] = [replace(one, frame=view.number) for one in before]
        else:
            self._seen[view.number] = self._gaze.look(view)
            self._lately = view
        self._looked.add(view.number)

    def search(self, window: Sequence[View]) -> None:
        """Look between the ends of a window, both looked at: where something passes, and where the ends do not agree."""
        passes = passing(window)
        if passes is not None:
            at, place = passes
            area = self._look_near(window[at], [place])
            self._bisect(window[: at + 1], area)
            self._bisect(window[at:], area)
        self._bisect(window)

    def _bisect(self, views: Sequence[View], within: Box | None = None) -> None:
        """Look in the middle until any two neighbours agree or nothing lies between."""
        if len(views) < 3:
            return
        first, last = views[0], views[-1]
        doubtful = [box for box in self._disagree(first, last, within) if _moved(first, last, box)]
        if not doubtful:
            return
        at = len(views) // 2
        area = self._look_near(views[at], doubtful)
        self._bisect(views[: at + 1], area)
        self._bisect(views[at:], area)

    def _look_near(self, view: View, places: Sequence[Box]) -> Box:
        """Look at a part of a frame, and which part it was. What was seen before in another part stays."""
        seen, area = self._gaze.look_near(view, places)
        elsewhere = [one for one in self._seen.get(view.number, []) if not _lies_in(one.box, area)]
        self._seen[view.number] = elsewhere + seen
        return area

    def _same(self, view: View) -> bool:
        lately = self._lately
        if lately is None or lately.number not in self._seen or view.time_us - lately.time_us > _STILL_US:
            return False
        return lately.size == view.size and not view.changed(lately).any()

    def _disagree(self, first: View, last: View, within: Box | None) -> list[Box]:
        one, two = (self._seen[view.number] for view in (first, last))
        if within is not None:
            one, two = ([seen for seen in side if _lies_in(seen.box, within)] for side in (one, two))
        return strangers(one, two, _WEAK)

    def findings(self, stretches: Sequence[Stretch], reach: Reach, *, fresh: bool) -> list[tuple[Finding, Covered]]:
        """A track for each thing of each scene of a segment, boxes upright, and then only what may go on is remembered.

        `fresh` says that the first of the stretches begins a scene; the others do.
        """
        made = []
        for at, stretch in enumerate(stretches):
            if at or fresh:
                self._trails = []
            for frame in sorted(number for number in self._seen if stretch.first <= number <= stretch.last):
                self._trails = follow(self._trails, self._seen[frame], reach.gap)
            made += [each for trail in self._trails if (each := self._finding(trail, stretch, reach)) is not None]
        self._forget(stretches[-1].last - reach.gap)
        return made

    def _finding(self, trail: Trail, stretch: Stretch, reach: Reach) -> tuple[Finding, Covered] | None:
        track = cover(trail, stretch, reach)
        if track is None or (self._steady and not self._is_steady(trail, stretch)):
            return None
        lost = gaps(trail, sorted(self._looked))
        scores = [one.score for one in trail.sightings]
        facts = frozenset[str]().union(*(one.facts for one in trail.sightings), [FILLED] if lost else [])
        entity = trail.last.entity
        covered = Covered(entity, track.boxes[0][0], track.boxes[-1][0], lost, min(scores))
        return Finding(track, entity, max(scores), self._gaze.spotter.name, facts), covered

    def _is_steady(self, trail: Trail, stretch: Stretch) -> bool:
        looked = sum(stretch.first <= number <= stretch.last for number in self._looked)
        often = len(trail.sightings) >= _STEADY_SHARE * looked
        return often or max(one.score for one in trail.sightings) >= _SURE

    def _forget(self, before: int) -> None:
        lively = [trail for trail in self._trails if trail.last.frame >= before]
        self._trails = [Trail(trail.sightings[-_KEPT:]) for trail in lively]
        kept = {max(self._looked, default=-1), self._lately.number if self._lately else -1}
        self._seen = {number: seen for number, seen in self._seen.items() if number in kept}
        self._looked = set()


def _lies_in(box: Box, area: Box) -> bool:
    return box.meet(area).area > box.area / 2


def _moved(first: View, last: View, place: Box) -> bool:
    return float(first.cells(place, first.changed(last)).mean()) > _CHANGED_SHARE
