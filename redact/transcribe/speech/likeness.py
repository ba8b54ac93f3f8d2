"""How alike channels sound: the same voice on both, or leaking from one into the other, or nothing in common."""

from __future__ import annotations

from typing import Any

import numpy as np

from redact.transcribe.speech.engine import RATE_HZ

#: A voice reaches the further microphone of a room, or comes back from a telephone line, within this time.
_LAG = RATE_HZ // 20
#: Where speech is. Below it mains hum is the same on every channel, and says nothing.
_LOW_HZ, _HIGH_HZ = 200, 3_800
#: Root mean square under which a channel is silent (a bit or two of sixteen).
_SILENT = 5e-5
#: Channels this alike are one: a twentieth of the power is not the same.
_ONE = 0.97
#: A channel that is this like a louder one holds little but what leaks over; less is enough where it did just before.
_ECHO, _STILL = 0.8, 0.6
#: Louder: twice.
_LOUDER = 2.0


def likeness(samples: Any) -> Any:
    """For ``float32 [channels, n]`` gives ``float32 [channels, channels]``: 1 the same sound, 0 nothing in common.

    It is the largest normalised correlation within 50 ms either way, of the band that speech is in.
    """
    length = samples.shape[1]
    size = 1 << (length + _LAG).bit_length()
    # Without a taper, hum would be spread over the whole band.
    spectra = np.fft.rfft(samples * np.hanning(length), size, axis=1)
    hertz = np.fft.rfftfreq(size, 1 / RATE_HZ)
    spectra[:, (hertz < _LOW_HZ) | (hertz > _HIGH_HZ)] = 0
    powers = 2 * (np.abs(spectra) ** 2).sum(axis=1) / size
    alike = np.eye(len(samples), dtype=np.float32)
    for one in range(len(samples)):
        for other in range(one + 1, len(samples)):
            least = min(powers[one], powers[other])
            if least > length * _SILENT**2:
                peak = _peak(spectra[one], spectra[other], size) / np.sqrt(powers[one] * powers[other])
                alike[one, other] = alike[other, one] = peak
    return alike


def _peak(one: Any, other: Any, size: int) -> float:
    crossed = np.abs(np.fft.irfft(one * np.conj(other), size))
    return float(max(crossed[: _LAG + 1].max(), crossed[-_LAG:].max()))


class Speakers:
    """Lets one channel speak for those that hold the same voice, so that it is heard once. For one sound, in order."""

    def __init__(self, channels: int) -> None:
        self._leader: list[int | None] = [None] * channels

    def __call__(self, chances: Any, samples: Any, alike: Any) -> None:
        """Moves the chances of speech, ``float32 [channels, frames]``, to the channel that speaks. Changes `chances`.

        Quiet channels give theirs away first, and each once: a chance that was moved is held by somebody in the end.
        """
        levels = np.sqrt(np.mean(np.square(samples), axis=1))
        for channel in np.argsort(levels, kind="stable"):
            leader = self._follows(channel, levels, alike)
            self._leader[channel] = leader
            if leader is not None:
                np.maximum(chances[leader], chances[channel], out=chances[leader])
                chances[channel] = 0.0

    def _follows(self, channel: int, levels: Any, alike: Any) -> int | None:
        for other in range(len(levels)):
            enough = _STILL if self._leader[channel] == other else _ECHO
            same = other < channel and alike[channel, other] >= _ONE
            if same or (alike[channel, other] >= enough and levels[other] >= _LOUDER * levels[channel]):
                return other
        return None
