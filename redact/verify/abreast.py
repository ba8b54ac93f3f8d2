"""Two streams of samples side by side, a second of each at a time, whatever their blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from redact.core.errors import ResidualError

_LISTEN_S = 8  # of the beginning, by which a lossy draft is laid beside its source
_ALIKE = 0.3  # of the beginnings, below which nothing can be said of a delay


def abreast(before: Iterable[Any], after: Iterable[Any], rate_hz: int, slack: int) -> Iterator[tuple[Any, Any, int]]:
    """Seconds of both, ``float32 [n, channels]``, with the number of their first sample; a lossy draft's delay taken out.

    Raises:
        ResidualError: one has more samples than the other by more than `slack`, or other channels.
    """
    was, now = _Stream(before), _Stream(after)
    if slack:
        now.skip(_delay(was.peek(_LISTEN_S * rate_hz), now.peek(_LISTEN_S * rate_hz), slack))
    first = 0
    while True:
        left, right = was.take(rate_hz), now.take(rate_hz)
        count = min(len(left), len(right))
        if count:
            if left.shape[1] != right.shape[1]:
                raise ResidualError("the draft's sound has other channels than its source", "please report this")
            yield left[:count], right[:count], first
        first += count
        if len(left) != len(right) or not count:
            _ended(len(left) - count + was.rest(slack), len(right) - count + now.rest(slack), 2 * slack)
            return


def _ended(left: int, right: int, slack: int) -> None:
    """Twice the slack: a draft that begins late ends late."""
    if max(left, right) > slack:
        raise ResidualError("the draft's sound has more or fewer samples than its source", "please report this")


def _delay(before: Any, after: Any, slack: int) -> int:
    """How many samples later the draft begins, by the sum of its channels; 0 where that cannot be heard."""
    count = min(len(before), len(after))
    if not count:
        return 0
    was, now = before[:count].sum(axis=1), after[:count].sum(axis=1)
    size = 1 << (count + slack).bit_length()
    likeness = np.fft.irfft(np.fft.rfft(was, size).conj() * np.fft.rfft(now, size), size)
    near = np.concatenate((likeness[-slack:], likeness[: slack + 1]))
    best = int(np.argmax(near))
    power = float(np.sqrt(np.dot(was, was) * np.dot(now, now)))
    return best - slack if power > 0 and near[best] > _ALIKE * power else 0


class _Stream:
    """Blocks, taken in other sizes."""

    def __init__(self, blocks: Iterable[Any]) -> None:
        self._blocks = iter(blocks)
        self._held: Any = None

    def peek(self, count: int) -> Any:
        """The next samples without taking them; fewer at the end."""
        parts = [] if self._held is None else [self._held]
        have = sum(map(len, parts))
        while have < count:
            block = next(self._blocks, None)
            if block is None:
                break
            parts.append(np.asarray(block, dtype=np.float32))
            have += len(block)
        if not parts:
            return np.zeros((0, 1), dtype=np.float32)
        self._held = parts[0] if len(parts) == 1 else np.concatenate(parts)
        return self._held[:count]

    def take(self, count: int) -> Any:
        """The next samples."""
        taken = self.peek(count)
        if self._held is not None:
            self._held = self._held[len(taken) :]
        return taken

    def skip(self, count: int) -> None:
        """Leave out samples; a negative number puts in silent ones."""
        if count > 0:
            self.take(count)
        elif count < 0 and self._held is not None:
            quiet = np.zeros((-count, self._held.shape[1]), dtype=np.float32)
            self._held = np.concatenate((quiet, self._held))

    def rest(self, enough: int) -> int:
        """How many samples are left, counted no further than needed."""
        left = 0
        while left <= 2 * enough and (taken := len(self.take(4096))):
            left += taken
        return left
