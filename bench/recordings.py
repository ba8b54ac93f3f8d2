"""Recordings for measurements: one read as a Sound, and speech of any length joined from short clips."""

from __future__ import annotations

import itertools
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np

from redact.core.segment import Sound

RATE_HZ = 16_000
_PAUSE_S = 0.5


def as_sound(path: Path) -> Sound:
    """A recording as the listener is given it."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        return Sound(0, "sound 1", stream.rate, stream.channels, _blocks(path))


def _blocks(path: Path) -> Iterator[Any]:
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        turned = av.AudioResampler(format="fltp", layout=stream.layout)
        for frame in itertools.chain(container.decode(stream), (None,)):
            for made in turned.resample(frame):
                samples = made.to_ndarray().T
                for start in range(0, len(samples), stream.rate):
                    yield np.ascontiguousarray(samples[start : start + stream.rate])


def joined(clips: Path, seconds: int, made: Path) -> Path:
    """The FLAC clips of a folder (16 kHz, mono) one after another, again and again, as a WAV of so many seconds."""
    paths = itertools.cycle(sorted(clips.glob("*.flac")))
    left = seconds * RATE_HZ
    with wave.open(str(made), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        while left > 0:
            for block in itertools.chain(_blocks(next(paths)), [np.zeros((int(_PAUSE_S * RATE_HZ), 1), np.float32)]):
                part = block[:left, 0]
                file.writeframes((part.clip(-1, 1) * 32767).astype("<i2").tobytes())
                left -= len(part)
    return made


def samples(path: Path) -> Any:
    """All of a recording in one channel, ``float32 [n]``, at its own rate."""
    return np.concatenate([block.mean(axis=1) for block in _blocks(path)])
