"""Pitch scaled without change of length: overlapping grains of the sound, each read faster or slower than it was.

Each grain starts where it goes on best from the one before (waveform similarity), at most a few milliseconds from its own
time, so nothing drifts.
Source: Verhelst and Roelands, "An overlap-add technique based on waveform similarity (WSOLA)", ICASSP 1993.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_HOP_S = 0.020  # a grain is two hops long and holds two periods of the lowest voice
_SEARCH_S = 0.008  # one period of 62 Hz each way is half of one period of the lowest voice
_TAPS = 16  # of the windowed sinc that reads between samples
_CHUNK_HOPS = 50


class Pitch:
    """One channel with everything in it `scale` times as high, formants too; `feed` gives whole chunks."""

    def __init__(self, rate_hz: int, scale: float) -> None:
        self._hop = max(8, round(_HOP_S * rate_hz))
        self._search = max(2, round(_SEARCH_S * rate_hz))
        self._step = round(self._hop * scale)  # how far the grain before would have read on
        self._back = round(self._hop * scale)  # what is compared: the overlap, as it lies in the source
        self._margin = self._hop * 2 + self._search + round(self._hop * scale * 2) + _TAPS
        self._window = _window(self._hop)
        self._at, self._weights = _reader(self._hop, scale)
        self._held = np.zeros(self._margin, dtype=np.float32)  # nothing was before the first sample
        self._tail = np.zeros(self._hop, dtype=np.float32)
        self._shift = 0  # of the last grain from its own time

    @property
    def lag(self) -> int:
        """How many samples must follow for the last to come out."""
        return self._margin + (_CHUNK_HOPS + 1) * self._hop

    def feed(self, samples: Any) -> Any:
        """``float32 [n]`` in, ``float32 [m]`` out."""
        self._held = np.concatenate((self._held, samples))
        chunk = _CHUNK_HOPS * self._hop
        out = []
        while len(self._held) >= chunk + 2 * self._margin:
            out.append(self._chunk(self._held))
            self._held = self._held[chunk:]
        return np.concatenate(out) if out else np.zeros(0, dtype=np.float32)

    def _chunk(self, held: Any) -> Any:
        """The samples from `margin` on, `_CHUNK_HOPS` hops of them. Grain k stands over the border of hops k and k + 1."""
        centres = np.empty(_CHUNK_HOPS, dtype=np.int64)
        for k in range(_CHUNK_HOPS):
            own = self._margin + (k + 1) * self._hop
            centres[k] = own + self._best(held, own)
            self._shift = int(centres[k]) - own
        read = held[centres[:, None, None] + self._at]
        grains = np.einsum("kij,ij->ki", read, self._weights) * self._window
        made = grains[:, : self._hop].copy()
        made[1:] += grains[:-1, self._hop :]
        made[0] += self._tail
        self._tail = grains[-1, self._hop :]
        return made.reshape(-1)

    def _best(self, held: Any, own: int) -> int:
        """The shift from its own time at which this grain is most like what the one before would have gone on with."""
        goes_on = own - self._hop + self._shift + self._step
        wanted = held[goes_on - self._back : goes_on]
        there = held[own - self._search - self._back : own + self._search]
        if not wanted.any():
            return 0
        likeness = np.correlate(there, wanted)
        squares = np.concatenate(([0.0], np.cumsum(np.square(there, dtype=np.float64))))
        power = np.maximum(squares[self._back :] - squares[: -self._back], 1e-9)
        return int(np.argmax(likeness / np.sqrt(power))) - self._search


def _window(hop: int) -> Any:
    """Rises over one hop and falls over the next; two that overlap add up to 1."""
    return (0.5 - 0.5 * np.cos(np.pi * (np.arange(2 * hop) + 0.5) / hop)).astype(np.float32)


def _reader(hop: int, scale: float) -> tuple[Any, Any]:
    """For each sample of a grain: which samples around its centre are read, and with which weights (windowed sinc)."""
    where = (np.arange(-hop, hop) + 0.5) * scale - 0.5
    first = np.floor(where).astype(np.int64) - _TAPS // 2 + 1
    at = first[:, None] + np.arange(_TAPS)
    away = at - where[:, None]
    cut = min(1.0, 1.0 / scale)  # above this share of the band, a faster grain would fold back
    weights = np.sinc(away * cut) * np.cos(np.pi * away / (_TAPS + 2)) ** 2
    return at, (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
