r"""The draft's sound beside its source's: what was cut is not heard, what was not cut is as it was, no sample is lost.

Both are gone through once, a second at a time. Each channel of it is told apart into what was silenced, what a tone stands
over, what has another voice, and the rest; the few milliseconds in which a cut fades belong to none of these.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Any

import numpy as np

from redact.core.errors import ResidualError
from redact.core.place import Times
from redact.verify.abreast import abreast
from redact.verify.echoes import STEP, correlation, echoes, rms

_BACK_S = 0.25  # what is looked at again with the next second, so that no piece is too short to tell
_FADE_S, _SMEAR_S = 0.006, 0.020  # of a cut at its borders; what a codec carries over them
_SMEAR = 2048  # and that is a frame at least, whatever the rate
_TELLING_S = 0.2  # shorter pieces are alike by chance; they are looked at again with what follows
_HUSHED = 10 ** (-45 / 20)  # what is left of a sound that a codec silenced
_QUIET = 10 ** (-65 / 20)  # noise of a codec
_ALIKE, _SHAPE = 0.8, 0.7  # of what was not cut: sample by sample, or else by its loudness every few milliseconds
#: Share of frequencies that run together: of changed voices .1, now and then .6; of unchanged .7 and more.
_SAME_VOICE, _SURELY = 0.5, 0.85
_FRAME_S = 0.02


class _Is(IntEnum):
    """What a sample of a channel is; of two cuts the higher wins."""

    PLAIN, BORDER, VOICED, TONED, SILENT = range(5)


_Cut = tuple[int, int, _Is]  # from a sample on, up to a sample


@dataclass(frozen=True, slots=True)
class _Pair:
    """Some samples of a channel, in the source and in the draft, ``float32 [n]``."""

    before: Any
    after: Any
    rate_hz: int
    lossy: bool


def compare_sounds(
    before: Iterable[Any], after: Iterable[Any], rate_hz: int, cuts: Sequence[tuple[Times, str]], slack: int
) -> None:
    """Nothing, if `after` is `before` but for `cuts`. Both are blocks of any length, ``float [n, channels]``.

    A cut is a place and a style: `silence`, `tone`, or `voice:…`; silence wins over tone, and both over voice. `slack` is 0
    for a lossless draft; for a lossy one it is how many samples it may be longer, shorter or later.

    Raises:
        ResidualError: samples are missing, what was cut can be heard, or something else was changed.
    """
    lanes: dict[int, _Lane] = {}
    for was, now, first in abreast(before, after, rate_hz, slack):
        if not np.isfinite(now).all():
            raise ResidualError("the draft's sound is damaged", "please report this")
        if not cuts and np.array_equal(was, now):
            continue
        for channel in range(was.shape[1]):
            if channel not in lanes:
                lanes[channel] = _Lane(cuts, channel, rate_hz, slack > 0)
            lanes[channel].look(was[:, channel], now[:, channel], first)
    for lane in lanes.values():
        lane.finish()


class _Lane:
    """One channel, looked at second by second, with a little of the second before."""

    def __init__(self, cuts: Sequence[tuple[Times, str]], channel: int, rate_hz: int, lossy: bool) -> None:
        self._rate_hz, self._lossy = rate_hz, lossy
        border = max(_SMEAR_S, _SMEAR / rate_hz) if lossy else _FADE_S
        self._border = round(border * rate_hz)
        self._cuts = deque(sorted(_samples(cuts, channel, rate_hz)))  # those that are still to come
        self._open: list[_Cut] = []  # those that are not over
        self._same = 0  # pieces in a row whose voice was to change and seems not to have
        self._done = 0  # samples that were looked at for good
        self._held = (np.zeros(0, np.float32), np.zeros(0, np.float32))

    def look(self, before: Any, after: Any, first: int) -> None:
        """The samples from `first` on."""
        if first != self._done + len(self._held[0]):  # equal seconds were left out
            self._held, self._done = (before[:0], after[:0]), first
        was, now = np.concatenate((self._held[0], before)), np.concatenate((self._held[1], after))
        self._pieces(was, now, last=False)

    def finish(self) -> None:
        """No more samples come."""
        self._pieces(*self._held, last=True)

    def _pieces(self, was: Any, now: Any, *, last: bool) -> None:
        start = self._done
        kinds = self._kinds(start, start + len(was))
        edges = [0, *(np.flatnonzero(np.diff(kinds)) + 1).tolist(), len(kinds)]
        for begin, end in pairwise(edges):
            if begin < end:
                self._check(_Is(int(kinds[begin])), _Pair(was[begin:end], now[begin:end], self._rate_hz, self._lossy))
        kept = 0 if last or not self._open else min(len(was), round(_BACK_S * self._rate_hz))
        self._done = start + len(was) - kept
        self._held = was[len(was) - kept :], now[len(now) - kept :]

    def _check(self, kind: _Is, pair: _Pair) -> None:
        match kind:
            case _Is.SILENT:
                _silenced(pair)
            case _Is.TONED:
                _replaced(pair)
            case _Is.VOICED:
                self._revoiced(pair)
            case _Is.PLAIN:
                (_recoded if pair.lossy else _untouched)(pair)

    def _revoiced(self, pair: _Pair) -> None:
        """One piece may be alike by chance, two in a row are not."""
        self._same = self._same + 1 if _same_voice(pair, _SAME_VOICE) else 0
        if self._same > 1 or (self._same and _same_voice(pair, _SURELY)):
            raise ResidualError("a voice that was to be changed is the same", "please report this")

    def _kinds(self, start: int, end: int) -> Any:
        """What each sample of ``[start, end)`` is, ``uint8``."""
        kinds = np.zeros(end - start, dtype=np.uint8)
        self._open = [cut for cut in self._open if cut[1] + self._border > start]
        while self._cuts and self._cuts[0][0] - self._border < end:
            self._open.append(self._cuts.popleft())
        outside = self._border if self._lossy else 0
        for begin, over, kind in sorted(self._open, key=lambda cut: cut[2]):
            inside = min(self._border, (over - begin) // 4)
            kinds[_within(begin - outside, over + outside, start)] = _Is.BORDER
            kinds[_within(begin + inside, over - inside, start)] = kind
        return kinds


def _samples(cuts: Sequence[tuple[Times, str]], channel: int, rate_hz: int) -> Iterator[_Cut]:
    """The cuts of a channel in samples, rounded outward; a cut may go on past the end."""
    for times, style in cuts:
        if not times.channels or channel in times.channels:
            kind = {"silence": _Is.SILENT, "tone": _Is.TONED}.get(style, _Is.VOICED)
            yield times.start_us * rate_hz // 1_000_000, -(-times.end_us * rate_hz // 1_000_000), kind


def _within(begin: int, end: int, start: int) -> slice:
    return slice(max(0, begin - start), max(0, end - start))


def _silenced(pair: _Pair) -> None:
    if float(np.abs(pair.after).max()) <= STEP:
        return
    loud = rms(pair.after) > max(_QUIET, _HUSHED * rms(pair.before))
    if loud or not pair.lossy or _heard(pair):
        raise ResidualError("a cut in the draft's sound is not silent", "please report this")


def _replaced(pair: _Pair) -> None:
    if _heard(pair):
        raise ResidualError("what was cut is still in the draft's sound", "please report this")


def _same_voice(pair: _Pair, least: float) -> bool:
    """Another voice says the same at the same time, so more must run together than by a copy under a tone."""
    telling = len(pair.before) >= _BACK_S * pair.rate_hz and rms(pair.before) > _QUIET
    return telling and echoes(pair.before, pair.after, pair.rate_hz, least)


def _heard(pair: _Pair) -> bool:
    return len(pair.before) >= _TELLING_S * pair.rate_hz and echoes(pair.before, pair.after, pair.rate_hz)


def _untouched(pair: _Pair) -> None:
    if not float(np.abs(pair.after - pair.before).max()) <= 1.01 * STEP:
        raise ResidualError("the draft's sound was changed where nothing was cut", "please report this")


def _recoded(pair: _Pair) -> None:
    """What a codec writes again is alike sample by sample, or at least as loud from one moment to the next."""
    loud = rms(pair.before), rms(pair.after)
    if max(loud) < 4 * _QUIET or len(pair.before) < pair.rate_hz // 2:
        return
    if correlation(pair.before, pair.after) < _ALIKE and not _shaped(pair):
        raise ResidualError("the draft's sound was changed where nothing was cut", "please report this")


def _shaped(pair: _Pair) -> bool:
    frame = max(1, round(_FRAME_S * pair.rate_hz))
    count = len(pair.before) // frame
    was, now = (
        np.sqrt(np.mean(np.square(samples[: count * frame].reshape(count, frame)), axis=1)) + _QUIET
        for samples in (pair.before, pair.after)
    )
    return correlation(np.log(was), np.log(now)) > _SHAPE and abs(float(np.log(now.mean() / was.mean()))) < np.log(2)
