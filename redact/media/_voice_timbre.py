"""Formants moved: the envelope of each frame (linear prediction) is divided out and laid on again over bent frequencies.

The bend is McAdams': a frequency f becomes pivot * (f / pivot) ** warp. It is applied to the envelope instead of to its
poles, which needs no roots and is the same at every sample rate.
Source: McAdams, "Spectral fusion, spectral parsing and the formation of auditory images", Stanford 1984; Patino et al.,
"Speaker anonymisation using the McAdams coefficient", Interspeech 2021.
"""

from __future__ import annotations

from math import pi
from typing import Any

import numpy as np

_HOP_S = 0.010  # a frame is three hops
_PIVOT_HZ = 16_000 / (2 * pi)  # one radian at 16 kHz, where the coefficient was studied
_MOST = 10 ** (30 / 20)  # a filter never lifts or lowers more
_LOUDER = 10 ** (30 / 20)  # what a frame may be lifted by to be as loud as it was
_PEAK = 1.5
_LEAST = 1e-10  # below which a frame is silence
#: The colour of speech, dB by Hz, averaged over voices and languages. Source: after Byrne et al., "An international
#: comparison of long-term average speech spectra", JASA 96(4), 1994, rounded.
_USUAL = (125, 500, 1000, 2000, 4000, 8000), (35, 35, 24, 16, 10, 5)
_FADES = 0.9  # a second: what was heard ten seconds ago counts a third
_COARSE_S = 0.0025  # quefrencies up to which the cepstrum says what colour a voice has
_FAR_DB = 20.0
_CHUNK_HOPS = 100
_SMOOTH_HZ = 60.0  # widens each pole, so that a high voice's harmonics are not taken for formants
_TILT = 0.97  # speech falls by 6 dB an octave: flattened, so that high formants count


class Timbre:
    """One channel whose formants, `pitch` times too high, are moved to their new places; as loud as `plain` was."""

    def __init__(self, rate_hz: int, warp: float, formant: float, pitch: float) -> None:
        self._hop = max(8, round(_HOP_S * rate_hz))
        self._size = 1 << (6 * self._hop - 1).bit_length()  # twice a frame at least: filters ring
        self._order = 2 + round(rate_hz / 1000 * 1.15)
        frame = np.arange(3 * self._hop)
        self._window = (0.5 - 0.5 * np.cos(2 * pi * (frame + 0.5) / (3 * self._hop))).astype(np.float32)
        self._lagged = np.exp(-0.5 * (2 * pi * _SMOOTH_HZ / rate_hz * np.arange(self._order + 1)) ** 2)
        self._straight, self._bent = _grids(rate_hz, self._size, self._order, (warp, formant, pitch))
        self._ring = (self._size - 3 * self._hop) // 2  # how far a filtered frame reaches beyond its borders
        before = np.zeros(2 * self._hop, dtype=np.float32)
        self._plain = self._shifted = before
        self._coarse = round(_COARSE_S * rate_hz)
        self._heard = np.zeros(self._size // 2 + 1)
        self._usual = np.interp(np.fft.rfftfreq(self._size, 1 / rate_hz), *_USUAL)
        self._sum = np.zeros(0, dtype=np.float32)
        self._skip = 2 * self._hop + self._ring  # of the sum, what belongs to the time before the first sample

    @property
    def lag(self) -> int:
        """How many samples must follow for the last to come out."""
        return (_CHUNK_HOPS + 6) * self._hop + self._size

    def feed(self, plain: Any, shifted: Any) -> Any:
        """Two ``float32 [n]`` of the same moments in, ``float32 [m]`` out."""
        self._plain = np.concatenate((self._plain, plain))
        self._shifted = np.concatenate((self._shifted, shifted))
        chunk = _CHUNK_HOPS * self._hop
        out = []
        while len(self._shifted) >= chunk + 2 * self._hop:
            out.append(self._chunk())
            self._plain, self._shifted = self._plain[chunk:], self._shifted[chunk:]
        return np.concatenate(out) if out else np.zeros(0, dtype=np.float32)

    def _chunk(self) -> Any:
        was, now = (self._frames(samples) for samples in (self._plain, self._shifted))
        spectra = np.fft.rfft(now, self._size) * self._filters(now)
        spectra *= self._balance(spectra)
        made = np.roll(
            np.fft.irfft(spectra, self._size), self._ring, axis=1
        )  # frame in the middle, ringing on both sides
        made *= (_gain(was, made) / 1.5)[:, None]  # three windows that overlap add up to 1.5
        return self._added(made.astype(np.float32))

    def _balance(self, spectra: Any) -> Any:
        """What brings the colour of the voice, as it was heard up to now, to that of all voices: factors ``[bins]``."""
        self._heard = self._heard * _FADES + np.mean(np.square(np.abs(spectra)), axis=0)
        if not self._heard.any():
            return 1.0
        away = self._usual - 10 * np.log10(np.maximum(self._heard, self._heard.max() * 1e-8))
        cepstrum = np.fft.irfft(away)
        cepstrum[0] = 0
        cepstrum[self._coarse : len(cepstrum) - self._coarse + 1] = 0
        return 10 ** (np.clip(np.fft.rfft(cepstrum).real, -_FAR_DB, _FAR_DB) / 20)

    def _frames(self, samples: Any) -> Any:
        view = np.lib.stride_tricks.sliding_window_view(samples, 3 * self._hop)
        return view[: _CHUNK_HOPS * self._hop : self._hop] * self._window

    def _filters(self, frames: Any) -> Any:
        """What each frame's spectrum is multiplied with: its envelope out, the bent one in. ``[frames, bins]``, no phase."""
        flat = np.empty_like(frames)
        flat[:, 0] = 0.0
        flat[:, 1:] = frames[:, 1:] - _TILT * frames[:, :-1]
        inverse = _inverse(flat, self._order, self._lagged, self._size)
        out, in_ = np.abs(inverse @ self._straight), np.abs(inverse @ self._bent)
        return np.clip(out / np.maximum(in_, 1e-6), 1 / _MOST, _MOST)

    def _added(self, frames: Any) -> Any:
        """The frames laid over each other; what no later frame reaches is given."""
        chunk = _CHUNK_HOPS * self._hop
        total = np.zeros(chunk + self._size, dtype=np.float32)
        total[: len(self._sum)] = self._sum
        for k, frame in enumerate(frames):
            total[k * self._hop : k * self._hop + self._size] += frame
        done, self._sum = total[:chunk], total[chunk:]
        skipped = min(self._skip, len(done))
        self._skip -= skipped
        return done[skipped:]


def _gain(was: Any, made: Any) -> Any:
    """What makes each frame as loud as it was, without a peak that is much higher: a knock would be made of little."""
    power = np.sum(np.square(made), axis=1), np.sum(np.square(was), axis=1)
    loud = np.sqrt(power[1] / np.maximum(power[0], _LEAST))
    peaks = np.abs(was).max(axis=1) / np.maximum(np.abs(made).max(axis=1), _LEAST)
    return np.minimum(np.minimum(loud, _PEAK * peaks), _LOUDER)


def _inverse(frames: Any, order: int, lagged: Any, size: int) -> Any:
    """The coefficients ``[frames, order + 1]`` of the filter that flattens each frame."""
    spectra = np.fft.rfft(frames.astype(np.float64), size)
    likeness = np.fft.irfft(np.square(np.abs(spectra)), size)[:, : order + 1] * lagged
    likeness[:, 0] = likeness[:, 0] * (1 + 1e-4) + 1e-9
    apart = np.abs(np.arange(order)[:, None] - np.arange(order))
    found = np.linalg.solve(likeness[:, apart], -likeness[:, 1:, None])[..., 0]
    return np.concatenate((np.ones((len(frames), 1)), found), axis=1)


def _grids(rate_hz: int, size: int, order: int, change: tuple[float, float, float]) -> tuple[Any, Any]:
    """The powers of z at each bin's frequency, and at the frequency whose envelope that bin is given."""
    warp, formant, pitch = change
    hz = np.fft.rfftfreq(size, 1 / rate_hz)
    meant = pitch * _PIVOT_HZ * (hz / (formant * _PIVOT_HZ)) ** (1 / warp)
    delays = -2j * pi / rate_hz * np.arange(order + 1)[:, None]
    return np.exp(delays * hz), np.exp(delays * np.minimum(meant, rate_hz / 2))
