"""One box for every frame, from sightings in some frames: rather a box too long or too wide than a frame uncovered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from redact.core.place import Box, Track
from redact.resolve.link import Sighting, Trail, along, follow, strangers

__all__ = ["Reach", "Sighting", "Stretch", "Trail", "along", "cover", "follow", "gaps", "strangers"]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one sighting counts, in frames.

    What is lost for `gap` frames or fewer is covered meanwhile. What was not seen yet, or is seen no more, is covered for
    `hold` frames before and after.
    """

    gap: int
    hold: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames ``[first, last]`` of one scene, and the size of the picture. `goes_on`: no cut is known to end it."""

    first: int
    last: int
    width_px: float
    height_px: float
    goes_on: bool = False


def cover(trail: Trail, stretch: Stretch, reach: Reach) -> Track | None:
    """A box for every frame of the stretch in which the thing may be seen, within the picture; None where there is none.

    Before the first sighting and after the last one the box is held, drawn out along the way the thing went, but never
    out of the stretch: behind a cut there is another scene. A thing that is missing at the end of a stretch that goes on
    is held to its end, as it may be found again in the next one.
    """
    first, last = trail.sightings[0].frame, trail.last.frame
    start = max(stretch.first, first - reach.hold)
    end = min(stretch.last, last + reach.hold)
    if stretch.goes_on and last <= stretch.last and stretch.last - last <= reach.gap:
        end = stretch.last
    whole = Box(0, 0, stretch.width_px, stretch.height_px)
    rows = [
        (frame, box.x0, box.y0, box.x1, box.y1)
        for frame, box in ((frame, box.meet(whole)) for frame, box in _boxes(trail.sightings, start, end))
        if box.area
    ]
    return Track(tuple(rows)) if rows else None


def gaps(trail: Trail, looked: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Frames ``[a, b]`` between two sightings in which somebody looked and did not see the thing. `looked` ascends."""
    lost = []
    for before, after in pairwise(trail.sightings):
        blind = [frame for frame in looked if before.frame < frame < after.frame]
        if blind:
            lost.append((blind[0], blind[-1]))
    return tuple(lost)


def _boxes(sightings: Sequence[Sighting], start: int, end: int) -> Iterator[tuple[int, Box]]:
    first, last = sightings[0], sightings[-1]
    for frame in range(start, min(first.frame, end + 1)):
        yield frame, _drawn_out(sightings[1::-1], first.frame - frame)
    for at, (before, after) in enumerate(pairwise(sightings)):
        bend = _Bend.between(sightings[max(0, at - 1) : at + 3], before, after)
        for frame in range(max(before.frame, start), min(after.frame, end + 1)):
            yield frame, before.box if frame == before.frame else _between(before, after, frame, bend)
    for frame in range(max(last.frame, start), end + 1):
        yield frame, last.box if frame == last.frame else _drawn_out(sightings[-2:], frame - last.frame)


@dataclass(frozen=True, slots=True)
class _Bend:
    """How the speed with which a thing comes to a stretch of its way, and leaves it, differs from that of the straight way.

    In pixels for the whole of the stretch, x and y.
    """

    coming: tuple[float, float]
    going: tuple[float, float]

    @classmethod
    def between(cls, way: Sequence[Sighting], before: Sighting, after: Sighting) -> _Bend:
        """The bend between two sightings of a way, which holds those next to them too where there are any."""
        straight = _speed(before, after)
        coming = straight if way[0] is before else _speed(way[0], before)
        going = straight if way[-1] is after else _speed(after, way[-1])
        long = after.frame - before.frame
        return cls(*(((v[0] - straight[0]) * long, (v[1] - straight[1]) * long) for v in (coming, going)))

    def off(self, share: float, most: float) -> tuple[float, float]:
        """How far from the straight way the thing is at this share of it, `most` at most: cubic Hermite interpolation."""
        early, late = share * (1 - share) ** 2, -(share**2) * (1 - share)
        x, y = (early * self.coming[axis] + late * self.going[axis] for axis in (0, 1))
        return max(-most, min(x, most)), max(-most, min(y, most))


def _speed(one: Sighting, two: Sighting) -> tuple[float, float]:
    """Pixels per frame of the middle, x and y."""
    long = 2 * (two.frame - one.frame)
    a, b = one.box, two.box
    return (b.x0 + b.x1 - a.x0 - a.x1) / long, (b.y0 + b.y1 - a.y0 - a.y1) / long


def _between(before: Sighting, after: Sighting, frame: int, bend: _Bend) -> Box:
    """What the thing sweeps over in half the time between the two looks, around this frame, and where its way may bend."""
    at = (frame - before.frame) / (after.frame - before.frame)
    straight = along(before.box, after.box, at)
    x, y = bend.off(at, _size(straight))
    bent = Box(straight.x0 + x, straight.y0 + y, straight.x1 + x, straight.y1 + y)
    start, end = (along(before.box, after.box, share) for share in (max(0.0, at - 0.5), min(1.0, at + 0.5)))
    return start.join(end).join(bent)


def _size(box: Box) -> float:
    return max(box.x1 - box.x0, box.y1 - box.y0)


def _drawn_out(way: Sequence[Sighting], frames: int) -> Box:
    """The last box of the way, drawn out to where its speed would take it, by its own size at most."""
    last = way[-1]
    if len(way) < 2:
        return last.box
    before = way[-2]
    share = frames / abs(last.frame - before.frame)
    gone = along(before.box, last.box, 1 + share)
    size = _size(last.box)
    far = max(abs(gone.x0 - last.box.x0), abs(gone.y0 - last.box.y0), 1e-9)
    if far > size:
        gone = along(last.box, gone, size / far)
    return last.box.join(gone)
