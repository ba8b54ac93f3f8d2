"""Sound of any rate made into what the recogniser takes, block by block. Times stay: sample n is heard at n / 16,000 s."""

from __future__ import annotations

from typing import Any

import av
import numpy as np

from redact.transcribe.speech.engine import RATE_HZ

#: Beyond full scale by this much is no sound but a broken file, and would overflow in a filter.
_LOUDEST = 8.0


class Resampler:
    """One channel. Made for one stream of blocks; `last` ends it."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._filter = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)

    def __call__(self, samples: Any) -> Any:
        """``float32 [n]`` at the native rate gives ``float32 [m]`` at `RATE_HZ`; what is no number counts as silence."""
        if not len(samples):
            return np.zeros(0, np.float32)
        clean = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
        clean = np.ascontiguousarray(np.clip(clean, -_LOUDEST, _LOUDEST), dtype=np.float32)
        frame = av.AudioFrame.from_ndarray(clean[None], format="flt", layout="mono")
        frame.sample_rate = self._rate_hz
        return _joined(self._filter.resample(frame))

    def last(self) -> Any:
        """What the filter still holds at the end."""
        return _joined(self._filter.resample(None))


def _joined(frames: Any) -> Any:
    blocks = [frame.to_ndarray()[0] for frame in frames if frame is not None]
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
