"""Whether one sound can still be heard in another: quieter, upside down, later, or under a tone."""

from __future__ import annotations

from typing import Any

import numpy as np

#: Below this a sample is nothing: one step of 16 bits.
STEP = 1 / 32768
_LATE_S = 0.06  # how much later or earlier a copy is looked for
_FLOOR = 1e-5  # of the strongest: what lies below is the noise of a codec, and would drown what is alike
_FEWEST = 24  # frequencies that must sound before anything can be said of how alike two sounds are
_SAME = 0.99  # correlation of what is a copy and nothing else
_CHANCE = 8.0  # of few frequencies more run together by chance: so many times what one would by chance


def rms(samples: Any) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0


def correlation(before: Any, after: Any) -> float:
    """How alike two sounds are as they stand, -1 to 1; 0 where one of them is silent."""
    was, now = before - before.mean(), after - after.mean()
    power = float(np.sqrt(np.dot(was, was) * np.dot(now, now)))
    return float(np.dot(was, now)) / power if power > 0 else 0.0


def echoes(before: Any, after: Any, rate_hz: int, least: float = 0.22) -> bool:
    """Whether `after` ``float32 [n]`` holds a copy of `before`, at any loudness: `least` of its frequencies run together.

    Each frequency counts the same, whatever its strength: a tone over a copy is one frequency of thousands.
    Source: Knapp and Carter, "The generalized correlation method for estimation of time delay", IEEE ASSP 24(4), 1976.
    """
    if rms(before) < STEP or rms(after) < STEP / 8:
        return False
    if abs(correlation(before, after)) > _SAME:
        return True
    window = np.hanning(len(before)).astype(np.float32)
    size = 1 << (len(before) - 1 + int(_LATE_S * rate_hz)).bit_length()
    was, now = np.fft.rfft(before * window, size), np.fft.rfft(after * window, size)
    power = np.abs(was)
    sounds = power > np.sqrt(_FLOOR) * power.max()
    together = np.where(sounds, was.conj() * now, 0)
    strength = np.abs(together)
    together = np.divide(together, strength, out=np.zeros_like(together), where=strength > 0)
    apart = np.count_nonzero(sounds) * len(before) / size  # neighbours of a padded transform are not apart
    if apart < _FEWEST:
        return False
    share = _peak(together, rate_hz) / np.count_nonzero(sounds)
    return bool(share > max(least, _CHANCE / apart**0.5))


def _peak(together: Any, rate_hz: int) -> float:
    """How many frequencies agree upon one delay."""
    likeness = np.abs(np.fft.irfft(together)) * (len(together) - 1)
    reach = int(_LATE_S * rate_hz)
    return float(max(likeness[: reach + 1].max(), likeness[-reach:].max()))
