"""How likely it is that somebody speaks, every 32 ms: Silero's network as it comes with faster-whisper, fed block by block.

Silero does not hear a voice 60 dB down, and whoever turns the volume up does: such a voice is listened for apart.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper.utils import get_assets_path

from redact.modelstore.inference import session

#: Samples at 16 kHz that the network judges at a time, and how many before them it is shown.
FRAME = 512
_BEFORE = 64
_WIDTH = 128
#: 30 dB. A loud voice is clipped by it, and stays a voice; noise stays noise.
_TURNED_UP = np.float32(32.0)
_NETWORK = "silero_vad_v6.onnx"


class Vad:
    """Holds the network; keeps no state between streams. `Ear` is one stream."""

    def __init__(self) -> None:
        self._session = session(Path(get_assets_path()) / _NETWORK, threads=1)

    def ear(self) -> Ear:
        """For one channel from its first sample."""
        return Ear(self._session)


class Ear:
    """One channel of one sound, heard in order: as it is, and turned up."""

    def __init__(self, network: Any) -> None:
        self._plain, self._loud = _Stream(network), _Stream(network)

    def __call__(self, samples: Any) -> Any:
        """``float32 [frames * FRAME]``, the next samples, gives ``float32 [frames]``: 0 (no speech) to 1."""
        loud = np.clip(samples * _TURNED_UP, -1.0, 1.0)
        return np.maximum(self._plain(samples), self._loud(loud))


class _Stream:
    """What the network remembers from block to block."""

    def __init__(self, network: Any) -> None:
        self._network = network
        self._long = np.zeros((1, 1, _WIDTH), np.float32)
        self._short = np.zeros((1, 1, _WIDTH), np.float32)
        self._before = np.zeros(_BEFORE, np.float32)

    def __call__(self, samples: Any) -> Any:
        frames = samples.reshape(-1, FRAME)
        heads = np.concatenate([self._before[None], frames[:-1, -_BEFORE:]])
        fed = {"input": np.concatenate([heads, frames], axis=1), "h": self._long, "c": self._short}
        chances, self._long, self._short = self._network.run(None, fed)
        self._before = frames[-1, -_BEFORE:].copy()
        return chances.reshape(-1)
