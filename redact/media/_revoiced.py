"""Stretches of a sound spoken by another voice, channel by channel, as long as they were."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

import numpy as np

from redact.core.errors import UsageError
from redact.media._hear import Block


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Samples ``[start, end)`` of one channel, and what becomes of them."""

    start: int
    end: int
    style: str


class Voice(Protocol):
    """Changes a voice sample by sample, some samples late."""

    def feed(self, samples: Block) -> Block:
        """More samples, ``float32 [n]``; those that are ready, ``float32 [m]``."""

    def finish(self) -> Block:
        """The rest."""


def revoiced(blocks: Iterable[Block], voices: Sequence[Sequence[Stretch]], rate_hz: int) -> Iterator[Block]:
    """The sound with its voices changed: as many samples of the same type, in blocks of other lengths.

    `voices` are, for each channel, stretches in order with a style `voice:A:B:C`; of two that overlap the first goes on.

    Raises:
        UsageError: a style has not three numbers.
    """
    lanes = [_Lane(stretches, rate_hz) for stretches in voices]
    for block in blocks:
        for channel, lane in enumerate(lanes):
            lane.feed(block[:, channel])
        yield from _ready(lanes, block.dtype)
    for lane in lanes:
        lane.finish()
    yield from _ready(lanes, np.dtype(np.float64) if not lanes else lanes[0].dtype)


def _ready(lanes: Sequence[_Lane], dtype: np.dtype[np.floating]) -> Iterator[Block]:
    count = min(lane.ready for lane in lanes)
    if count:
        yield np.stack([lane.take(count) for lane in lanes], axis=1).astype(dtype, copy=False)


class _Lane:
    """One channel: samples go in, and come out in order, some of them changed and late."""

    def __init__(self, stretches: Sequence[Stretch], rate_hz: int) -> None:
        self._left = deque(stretches)
        self._rate_hz = rate_hz
        self._voice: Voice | None = None
        self._at = 0
        self._made: deque[Block] = deque()
        self.ready = 0
        self.dtype: np.dtype[np.floating] = np.dtype(np.float32)

    def feed(self, samples: Block) -> None:
        self.dtype = samples.dtype
        while len(samples):
            border = self._border()
            now, samples = samples[: border - self._at], samples[border - self._at :]
            self._put(now if self._voice is None else self._voice.feed(np.ascontiguousarray(now, np.float32)))
            self._at += len(now)

    def finish(self) -> None:
        if self._voice is not None:
            self._put(self._voice.finish())
            self._voice = None

    def take(self, count: int) -> Block:
        self.ready -= count
        taken: list[Block] = []
        while count:
            first = self._made.popleft()
            taken.append(first[:count])
            if len(first) > count:
                self._made.appendleft(first[count:])
            count -= len(taken[-1])
        return taken[0] if len(taken) == 1 else np.concatenate(taken)

    def _border(self) -> int:
        """The sample up to which all goes on as it does; begins and ends voices that begin and end here."""
        while self._left and self._left[0].end <= self._at:
            self.finish()
            self._left.popleft()
        if not self._left:
            return 1 << 62
        if self._left[0].start > self._at:
            return self._left[0].start
        if self._voice is None:
            self._voice = _voice(self._left[0].style, self._rate_hz)
        return self._left[0].end

    def _put(self, samples: Block) -> None:
        if len(samples):
            self._made.append(samples)
            self.ready += len(samples)


def _voice(style: str, rate_hz: int) -> Voice:
    try:
        warp, formant, pitch = (float(number) for number in style.split(":")[1:])
    except ValueError as err:
        raise UsageError("this is no voice", "the plan is damaged: make it anew") from err
    made: Voice = import_module("redact.media._voice").Disguise(rate_hz, warp, formant, pitch)
    return made
