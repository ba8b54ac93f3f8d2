"""Another voice, the same words: the pitch scaled, the formants moved, sample for sample as long and as loud as before.

This is pseudonymisation, and how much of one is measured in docs/guide/voices.md. Heard or reckoned out with effort, the
speaker may be known again.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from redact.media._voice_pitch import Pitch
from redact.media._voice_timbre import Timbre


class Disguise:
    """Changes the voice of one channel, streamed: put its samples in, in blocks of any size, and get as many out.

    `warp` bends the formants' frequencies (an exponent), `formant` and `pitch` scale; 1 changes nothing. What comes out
    later belongs to what went in, sample for sample from the first, whatever the sizes of the blocks: work is done on
    whole chunks. Silence stays silence.
    """

    def __init__(self, rate_hz: int, warp: float, formant: float, pitch: float) -> None:
        self._pitch = Pitch(rate_hz, pitch)
        self._timbre = Timbre(rate_hz, warp, formant, pitch)
        self._plain = np.zeros(0, dtype=np.float32)  # what went in and has not been laid beside what comes out
        self._taken = self._given = 0

    def feed(self, samples: Any) -> Any:
        """``float32 [n]`` in, ``float32 [m]`` out; m may be 0."""
        clean = np.nan_to_num(np.asarray(samples, dtype=np.float32), nan=0.0, posinf=1.0, neginf=-1.0)
        self._taken += len(clean)
        self._plain = np.concatenate((self._plain, clean))
        return self._out(self._pitch.feed(clean))

    def finish(self) -> Any:
        """``float32 [m]``: what is still to come, so that as much came out as went in."""
        missing = self._taken - self._given
        quiet = np.zeros(self._pitch.lag + self._timbre.lag, dtype=np.float32)
        self._plain = np.concatenate((self._plain, quiet))
        return self._out(self._pitch.feed(quiet))[:missing]

    def _out(self, shifted: Any) -> Any:
        plain, self._plain = self._plain[: len(shifted)], self._plain[len(shifted) :]
        made = self._timbre.feed(plain, shifted)
        self._given += len(made)
        return made
