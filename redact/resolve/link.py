"""Which of the things seen in one frame are those of another: by place, size and motion. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from redact.core.place import Box

#: Centres so many sizes apart are still one thing from one look to the next; boxes that do not meet are further apart.
_NEAR = 1.0
#: So many sizes more when it was lost for as long as a thing may be lost.
_STRAYED = 0.5
#: One thing does not become so many times as wide between two looks.
_GROWN = 2.2
#: What is not where its speed would take it may have stopped or turned: it is as if it were so many sizes further off.
_TURNED = 0.5
#: What moved by more than so many sizes between two looks may have gone by another way than the straight one.
_FAR = 0.6


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something seen in one frame: its box, already wide enough to cut, and how sure the detector is."""

    frame: int
    box: Box
    score: float = 1.0
    entity: str = ""
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Trail:
    """One thing as it was seen again and again: at least one sighting, frames ascending."""

    sightings: tuple[Sighting, ...]

    @property
    def last(self) -> Sighting:
        """The latest sighting."""
        return self.sightings[-1]

    def expected(self, frame: int) -> Box:
        """Where it is by now if it went on as it did between its last two sightings."""
        if len(self.sightings) < 2:
            return self.last.box
        before, last = self.sightings[-2:]
        times = (frame - last.frame) / (last.frame - before.frame)
        return along(before.box, last.box, 1 + min(times, 1.0))


def along(before: Box, after: Box, share: float) -> Box:
    """The box `share` of the way from one to another: 0 is `before`, 1 is `after`, more goes on beyond it.

    Sizes are those of the way itself, and beyond it stay as they are at its end.
    """
    size = min(share, 1.0)
    moved = [a + (b - a) * size for a, b in zip(_sides(before), _sides(after), strict=True)]
    beyond = max(0.0, share - 1.0)
    by_x = beyond * (after.x0 + after.x1 - before.x0 - before.x1) / 2
    by_y = beyond * (after.y0 + after.y1 - before.y0 - before.y1) / 2
    return Box(moved[0] + by_x, moved[1] + by_y, moved[2] + by_x, moved[3] + by_y)


def follow(trails: Sequence[Trail], seen: Sequence[Sighting], gap: int) -> list[Trail]:
    """The trails with what is seen in one further frame: each sighting goes on the trail that it fits best, or begins one.

    A trail that was not seen for more than `gap` frames is not taken up again. Order: the trails as given, then new ones.
    """
    out = list(trails)
    if not seen:
        return out
    apart = _apart_from_trails(trails, seen, gap)
    taken: set[int] = set()
    for at, of in _pairs(apart):
        out[at] = replace(out[at], sightings=(*out[at].sightings, seen[of]))
        taken.add(of)
    return out + [Trail((sighting,)) for of, sighting in enumerate(seen) if of not in taken]


def strangers(before: Sequence[Sighting], after: Sequence[Sighting], least_score: float = 0.0) -> list[Box]:
    """Places where two looks at one scene do not agree: what only one of them saw, and what went far between them.

    What has less than `least_score` is no cause for doubt.
    """
    apart = _apart(before, after, np.full(len(before), _NEAR))
    pairs = _pairs(apart)
    left, right = {at for at, _ in pairs}, {of for _, of in pairs}
    alone = [one for at, one in enumerate(before) if at not in left]
    alone += [one for of, one in enumerate(after) if of not in right]
    far = [(before[at], after[of]) for at, of in pairs if apart[at, of] > _FAR]
    return [one.box for one in alone if one.score >= least_score] + [
        one.box.join(two.box) for one, two in far if max(one.score, two.score) >= least_score
    ]


def _apart_from_trails(trails: Sequence[Trail], seen: Sequence[Sighting], gap: int) -> Any:
    frame = seen[0].frame
    lost = np.array([frame - trail.last.frame for trail in trails], dtype=np.float64)
    reach = np.where(lost > gap, -1.0, _NEAR + _STRAYED * lost / max(gap, 1))
    as_last = _apart([trail.last for trail in trails], seen, reach)
    as_expected = _apart([replace(trail.last, box=trail.expected(frame)) for trail in trails], seen, reach)
    return np.minimum(as_expected, as_last + _TURNED)


def _apart(before: Sequence[Sighting], after: Sequence[Sighting], reach: Any) -> Any:
    """Distances of centres in sizes, ``float64 [before, after]``; infinite where the two cannot be one thing."""
    if not before or not after:
        return np.full((len(before), len(after)), np.inf)
    one, two = (np.array([_sides(seen.box) for seen in side], dtype=np.float64) for side in (before, after))
    middle_1, middle_2 = (one[:, :2] + one[:, 2:]) / 2, (two[:, :2] + two[:, 2:]) / 2
    size_1, size_2 = (np.maximum((s[:, 2:] - s[:, :2]).mean(axis=1), 1e-6) for s in (one, two))
    away = np.hypot(*np.moveaxis(middle_1[:, None] - middle_2[None], 2, 0))
    apart = away / ((size_1[:, None] + size_2[None]) / 2)
    ratio = size_1[:, None] / size_2[None]
    alike = np.array([[a.entity == b.entity for b in after] for a in before])
    fits = alike & (apart <= reach[:, None]) & (ratio <= _GROWN) & (ratio >= 1 / _GROWN)
    # Of two that stand equally near, the one of like size is meant: a face before another's, a plate on a lorry.
    return np.where(fits, apart + 0.1 * np.abs(np.log(ratio)), np.inf)


def _pairs(apart: Any) -> list[tuple[int, int]]:
    """The nearest two first, each used once: what stays closest to itself is right even where a crowd closes in."""
    pairs: list[tuple[int, int]] = []
    free_1, free_2 = set(range(apart.shape[0])), set(range(apart.shape[1]))
    for flat in np.argsort(apart, axis=None, kind="stable"):
        at, of = divmod(int(flat), apart.shape[1])
        if not np.isfinite(apart[at, of]):
            break
        if at in free_1 and of in free_2:
            pairs.append((at, of))
            free_1.discard(at)
            free_2.discard(of)
    return pairs


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1
