"""Where one channel's speech is cut into stretches that fit the recogniser: in pauses, long ones first.

Borders depend on the pauses around them and on little before: a recording heard again after something was silenced in it
falls into the same windows a few sentences later, and what was heard once need not be heard twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from redact.transcribe.speech.engine import RATE_HZ
from redact.transcribe.speech.vad import FRAME

FRAME_S = FRAME / RATE_HZ


def frames(seconds: float) -> int:
    """Frames of the VAD in so many seconds."""
    return round(seconds / FRAME_S)


#: From this chance on there is speech: low, since what is no speech is thrown out later, and what is lost here is lost.
SPEECH = 0.3
#: Kept around speech: soft beginnings are heard late, and the recogniser wants some air.
_LEAD, _TAIL = frames(0.48), frames(0.32)
#: A pause of so many frames ends a window that is so long already. In order.
_ENDS = (
    (frames(3.0), 0),
    (frames(1.2), frames(7.0)),
    (frames(0.7), frames(14.0)),
    (frames(0.35), frames(21.0)),
)
_LONGEST = frames(28.0)
#: Where nobody pauses: heard so far beyond the cut, and by the next window so far before it.
_BEYOND, _AGAIN = frames(0.96), frames(1.92)
_LOOK_BACK = frames(8.0)


class Window(NamedTuple):
    """Frames ``[start, end)`` to be heard; the words in the middle of ``[own, until)`` are the window's own."""

    start: int
    end: int
    own: int
    until: int


class Windows:
    """One channel of one sound: takes chances in order, gives windows as they close."""

    def __init__(self) -> None:
        self._at = 0  # frames seen
        self._free = 0  # no window may begin before this frame
        self._own = 0  # words before this frame were another window's
        self._start: int | None = None
        self._spoken = 0  # just after the last frame of speech
        self._chances: list[float] = []  # of the open window, from `_start`

    @property
    def needed(self) -> int:
        """The first frame that may still be asked for."""
        return self._start if self._start is not None else max(self._free, self._at - _LEAD)

    def __call__(self, chances: Any) -> Iterator[Window]:
        """The windows that close within the next frames, whose chances these are."""
        for chance in chances:
            yield from self._frame(float(chance))

    def last(self) -> Iterator[Window]:
        """The window that is open at the end."""
        if self._start is not None:
            yield self._close(self._start)

    def _frame(self, chance: float) -> Iterator[Window]:
        speech = chance >= SPEECH
        if self._start is None and speech:
            self._start = max(self._free, self._at - _LEAD)
            self._chances = [1.0] * (self._at - self._start)  # never cut there
        self._at += 1
        if self._start is None:
            return
        self._chances.append(chance)
        if speech:
            self._spoken = self._at
        pause, length = self._at - self._spoken, self._spoken - self._start
        if any(pause >= least and length >= long for least, long in _ENDS):
            yield self._close(self._start)
        elif self._at - self._start >= _LONGEST:
            yield self._tear(self._start)

    def _close(self, start: int) -> Window:
        end = min(self._at, self._spoken + _TAIL)
        window = Window(start, end, max(start, self._own), end)
        self._free = self._own = end
        self._start = None
        return window

    def _tear(self, start: int) -> Window:
        """Cut where there is no pause: at the least likely speech of the last seconds; the next window begins before it."""
        smooth = np.convolve(self._chances, np.ones(5) / 5, mode="same")
        first = len(smooth) - _BEYOND - _LOOK_BACK
        cut = first + int(np.argmin(smooth[first : len(smooth) - _BEYOND]))
        window = Window(start, start + cut + _BEYOND, max(start, self._own), start + cut)
        self._own = window.until
        self._chances = self._chances[cut - _AGAIN :]
        self._start = self._free = window.until - _AGAIN
        return window
