r"""Samples cut out of a sound: replaced by silence or by a tone, or spoken by another voice. Never mixed over.

Of what lies within a silence or a tone nothing is left. So that it does not click, the last sample before it dies away in
its first milliseconds, and the first sample behind it is approached in its last ones:

    before |  cut                     | behind
    ~~~~~~~|\________________________/|~~~~~~~
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from redact.core.errors import UsageError
from redact.core.flow import Edit
from redact.core.place import Times
from redact.media._hear import Block
from redact.media._revoiced import Stretch, revoiced

#: How long a neighbour dies away within a cut.
FADE_US = 5_000
_TONE_HZ = 1_000
_TONE = 0.1  # of full scale: -20 dB
_SILENCE, _WITH_TONE = "silence", "tone"


def cut(blocks: Iterable[Block], edits: Sequence[Edit], rate_hz: int, channels: int) -> Iterator[Block]:
    """The sound with its edits: as many samples of the same type, in blocks of other lengths. Voices are changed first.

    Edits may overlap; a silence wins over a tone. Places are rounded outward to samples, ends past the last sample clipped.

    Raises:
        UsageError: an edit has no place in this sound; that it lies past its end is known at the end.
    """
    lanes = _lanes(edits, rate_hz, channels)
    last = max((stretch.start for lane in lanes for stretch in lane), default=-1)
    voices = [[stretch for stretch in lane if stretch.style.startswith("voice:")] for lane in lanes]
    if any(voices):
        blocks = revoiced(blocks, voices, rate_hz)
    total = 0
    for block in _Knife([_disjoint(lane) for lane in lanes], rate_hz).cut(blocks):
        total += len(block)
        yield block
    if last >= total:
        raise _misfit()


def _lanes(edits: Sequence[Edit], rate_hz: int, channels: int) -> list[list[Stretch]]:
    """The edits of each channel, in samples, in order."""
    lanes: list[list[Stretch]] = [[] for _ in range(channels)]
    for edit in edits:
        place = edit.place
        if not isinstance(place, Times) or not 0 <= place.start_us < place.end_us:
            raise _misfit()
        if edit.style not in (_SILENCE, _WITH_TONE) and not edit.style.startswith("voice:"):
            raise UsageError("this operator cannot be used on sound", "use silence, tone or voice")
        start, end = place.start_us * rate_hz // 1_000_000, -(-place.end_us * rate_hz // 1_000_000)
        for channel in place.channels or range(channels):
            if not 0 <= channel < channels:
                raise _misfit()
            lanes[channel].append(Stretch(start, end, edit.style))
    return [sorted(lane) for lane in lanes]


def _misfit() -> UsageError:
    return UsageError("a place lies outside of the sound", "the plan belongs to another source: make it anew")


def _disjoint(lane: Sequence[Stretch]) -> list[Stretch]:
    """The silences and tones of a channel without overlaps, in order; those of a kind that touch are one."""
    silences = _joined([stretch for stretch in lane if stretch.style == _SILENCE])
    tones = _joined([stretch for stretch in lane if stretch.style == _WITH_TONE])
    free = [
        0,
        *(edge for silence in silences for edge in (silence.start, silence.end)),
        max(map(_end, lane), default=0),
    ]
    gaps = [Stretch(start, end, _WITH_TONE) for start, end in zip(free[::2], free[1::2], strict=True) if start < end]
    return sorted(silences + list(_met(tones, gaps)))


def _end(stretch: Stretch) -> int:
    return stretch.end


def _joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for stretch in stretches:
        if joined and stretch.start <= joined[-1].end:
            joined[-1] = Stretch(joined[-1].start, max(joined[-1].end, stretch.end), stretch.style)
        else:
            joined.append(stretch)
    return joined


def _met(some: Sequence[Stretch], others: Sequence[Stretch]) -> Iterator[Stretch]:
    """What both of two rows in order hold."""
    at = 0
    for each in some:
        while at < len(others) and others[at].end <= each.start:
            at += 1
        for other in others[at:]:
            if other.start >= each.end:
                break
            yield Stretch(max(each.start, other.start), min(each.end, other.end), each.style)


@dataclass(frozen=True, slots=True)
class _Hole:
    """A stretch, and whether an uncut sample stands right before and right behind it."""

    stretch: Stretch
    before: bool
    behind: bool


def _holes(lane: Sequence[Stretch]) -> list[_Hole]:
    apart = [True, *(left.end < right.start for left, right in pairwise(lane)), True]
    return [_Hole(stretch, apart[at] and stretch.start > 0, apart[at + 1]) for at, stretch in enumerate(lane)]


class _Knife:
    """Cuts a stream; gives blocks on a few milliseconds late, since a cut ends towards the sample behind it.

    The window holds a few samples that were given on, and those that wait: ``[first, first + len)``, as they were.
    """

    def __init__(self, lanes: Sequence[Sequence[Stretch]], rate_hz: int) -> None:
        self._holes = [_holes(lane) for lane in lanes]
        self._next = [0] * len(lanes)  # of each channel, the first hole that is not done with
        self._rate_hz = rate_hz
        self._fade = max(1, FADE_US * rate_hz // 1_000_000)
        self._first = 0
        self._given = 0

    def cut(self, blocks: Iterable[Block]) -> Iterator[Block]:
        if not any(self._holes):
            yield from blocks
            return
        window: Block | None = None
        for block in blocks:
            window = block if window is None else np.concatenate((window, block))
            ready = self._first + len(window) - self._fade - 1
            if ready > self._given:
                yield self._changed(window, ready)
                window = self._behind(window)
        if window is not None and self._first + len(window) > self._given:
            yield self._changed(window, self._first + len(window))

    def _behind(self, window: Block) -> Block:
        """The window without what no cut can end or begin with any more."""
        gone = max(0, self._given - self._fade - 1 - self._first)
        self._first += gone
        return window[gone:]

    def _changed(self, window: Block, end: int) -> Block:
        """The samples from those last given on up to `end`."""
        made = window[self._given - self._first : end - self._first].copy()
        for channel, holes in enumerate(self._holes):
            at = self._next[channel]
            while at < len(holes) and holes[at].stretch.start < end:
                self._fill(made[:, channel], holes[at], window[:, channel])
                at += 1
            # The last one may go on in the next samples.
            self._next[channel] = at - 1 if at and holes[at - 1].stretch.end > end else at
        self._given = end
        return made

    def _fill(self, made: Block, hole: _Hole, window: Block) -> None:
        stretch = hole.stretch
        start, end = max(stretch.start, self._given), min(stretch.end, self._given + len(made))
        at = np.arange(start, end)
        fade = min(self._fade, (stretch.end - stretch.start) // 2)
        since, until = at - stretch.start + 1.0, stretch.end - at + 0.0
        filled = np.zeros(len(at))
        if stretch.style == _WITH_TONE:
            filled += _tone(at, self._rate_hz) * np.minimum(1, np.minimum(since, until) / (fade + 1))
        if hole.before and start < stretch.start + fade:
            filled += window[stretch.start - 1 - self._first] * _dying(since, fade)
        if hole.behind and end > stretch.end - fade and stretch.end < self._first + len(window):
            filled += window[stretch.end - self._first] * _dying(until, fade)
        made[start - self._given : end - self._given] = filled


def _tone(at: np.ndarray, rate_hz: int) -> np.ndarray:
    hz = min(_TONE_HZ, rate_hz // 4)
    return _TONE * np.sin(2 * np.pi * (at * hz % rate_hz) / rate_hz)


def _dying(far: np.ndarray, fade: int) -> np.ndarray:
    """How loud a neighbour still is so many samples from it: 1 beside it, 0 from `fade` samples on."""
    return 0.5 * (1 + np.cos(np.pi * np.minimum(far / (fade + 1), 1)))
