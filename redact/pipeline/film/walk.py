"""The way through one stretch of a film: the frames that are held, the scenes, how long a frame lasts."""

from __future__ import annotations

from math import ceil

from redact.pipeline.film.view import View
from redact.resolve.track import Reach, Stretch

#: What is lost for no longer is covered meanwhile; what is not seen yet, or no more, is covered for so long.
_GAP_US, _HOLD_US = 1_000_000, 300_000
_USUAL_US = 40_000  # from frame to frame, where a stretch has but one


class Walk:
    """What is known of one stretch while it is gone through. `held` may begin with the last frame of the one before."""

    def __init__(self, held: list[View], end: int) -> None:
        self.held = held
        self._end = end  # the number of the frame after the last, if there are as many as there may be
        self.fresh = not held  # the first of the scenes begins here
        self._scenes: list[list[View]] = []  # first and last of each

    def step(self, view: View, *, begins: bool) -> None:
        """One frame more, the first of its scene or not."""
        if begins or not self._scenes:
            self.fresh = self.fresh or (begins and not self._scenes)
            self._scenes.append([view, view])
        self._scenes[-1][1] = view

    @property
    def begun(self) -> bool:
        """Whether there was a frame."""
        return bool(self._scenes)

    @property
    def last(self) -> View:
        """The latest frame."""
        return self._scenes[-1][1]

    @property
    def first(self) -> View:
        """The first frame."""
        return self._scenes[0][0]

    def stretches(self, *, whole: bool) -> list[Stretch]:
        """The scenes. The last goes on where the `whole` of the film is looked at."""
        width, height = self.last.size
        ends = [(scene[0].number, scene[1].number) for scene in self._scenes]
        final = len(ends) - 1
        return [Stretch(a, b, width, height, goes_on=whole and at == final) for at, (a, b) in enumerate(ends)]

    def reach(self, *, rest_us: int = 0, rest: int = 0, whole: bool = True) -> Reach:
        """How far a sighting counts, where from one look to the next it is `rest_us`, or `rest` frames, or a window.

        Where only parts of a film are looked at, nothing is claimed before the first and after the last sighting.
        """
        frame_us = self._frame_us
        gap, hold = ceil(max(_GAP_US, 3 * rest_us) / frame_us), ceil(max(_HOLD_US, rest_us) / frame_us)
        return Reach(max(gap, 2 * rest), max(hold, rest) if whole else 0)

    @property
    def left_us(self) -> float:
        """How long the stretch lasts after its latest frame, if there are as many as there may be."""
        return (self._end - 1 - self.last.number) * self._frame_us

    @property
    def _frame_us(self) -> float:
        long = (self.last.time_us - self.first.time_us) / max(1, self.last.number - self.first.number)
        return long if long > 0 else _USUAL_US
