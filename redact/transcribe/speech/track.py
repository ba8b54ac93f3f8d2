"""The channels of one sound side by side at 16 kHz, a minute of them at most, with what is known about every moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from redact.core.segment import Sound
from redact.transcribe.speech.engine import RATE_HZ
from redact.transcribe.speech.likeness import Speakers, likeness
from redact.transcribe.speech.resample import Resampler
from redact.transcribe.speech.vad import FRAME, Vad
from redact.transcribe.speech.windows import SPEECH

#: Frames of the VAD that are looked at together: half a second.
STEP = 16
_STEP_SAMPLES = STEP * FRAME
#: The least that a voice leaking into another channel has in common with it there; two people talking have 0.2.
_LEAKS = 0.35


class Track:
    """What is remembered of a sound while it is gone through."""

    def __init__(self, sound: Sound, vad: Vad) -> None:
        self._sound = sound
        self._ears = [vad.ear() for _ in range(sound.channels)]
        self._length = 0  # samples that were really there
        self._base = 0  # frame at which everything below begins
        self._samples = np.zeros((sound.channels, 0), np.float32)
        self._chances = np.zeros((sound.channels, 0), np.float32)
        self._alike = np.zeros((0, sound.channels, sound.channels), np.float32)  # one for each step
        self._speakers = Speakers(sound.channels)

    @property
    def length_s(self) -> float:
        """How long the sound is, as far as it was gone through."""
        return self._length / RATE_HZ

    def steps(self) -> Iterator[Any]:
        """Goes through the sound; for every step the chances of speech, ``float32 [channels, STEP]``."""
        held = np.zeros((self._sound.channels, 0), np.float32)
        for block in self._blocks():
            held = np.concatenate([held, block], axis=1)
            self._length += block.shape[1]
            while held.shape[1] >= _STEP_SAMPLES:
                yield self._step(held[:, :_STEP_SAMPLES])
                held = held[:, _STEP_SAMPLES:]
        if held.shape[1]:
            yield self._step(np.pad(held, ((0, 0), (0, _STEP_SAMPLES - held.shape[1]))))

    def forget(self, frame: int) -> None:
        """Nothing before this frame will be asked for."""
        steps = max(0, frame - self._base) // STEP
        self._base += steps * STEP
        self._samples = self._samples[:, steps * _STEP_SAMPLES :].copy() if steps else self._samples
        self._chances = self._chances[:, steps * STEP :]
        self._alike = self._alike[steps:]

    def samples(self, channel: int, start: int, end: int) -> Any:
        """``float32 [n]`` of these frames, as far as there is sound."""
        first, last = start * FRAME, min(end * FRAME, self._length)
        return self._samples[channel, first - self._base * FRAME : max(first, last) - self._base * FRAME]

    def chances(self, channel: int, start: int, end: int) -> Any:
        """How likely speech is in these frames, ``float32 [frames]``."""
        return self._chances[channel, start - self._base : end - self._base]

    def shared(self, channel: int, start: int, end: int) -> tuple[int, ...]:
        """The channels on which one hears what is said on this one; none named where it is all of them."""
        first, last = (start - self._base) // STEP, -((self._base - end) // STEP)
        speaks = self._chances[channel, first * STEP : last * STEP].reshape(-1, STEP).max(axis=1) >= SPEECH
        leaks = (self._alike[first:last, channel] >= _LEAKS)[speaks]
        named = {channel, *np.flatnonzero(leaks.sum(axis=0) >= min(2, max(1, len(leaks))))}
        return () if len(named) == self._sound.channels else tuple(sorted(int(each) for each in named))

    def _step(self, samples: Any) -> Any:
        chances = np.stack([ear(samples[at]) for at, ear in enumerate(self._ears)])
        alike = likeness(samples) if len(samples) > 1 else np.ones((1, 1), np.float32)
        self._speakers(chances, samples, alike)
        self._samples = np.concatenate([self._samples, samples], axis=1)
        self._chances = np.concatenate([self._chances, chances], axis=1)
        self._alike = np.concatenate([self._alike, alike[None]])
        return chances

    def _blocks(self) -> Iterator[Any]:
        """At 16 kHz, ``float32 [channels, n]``."""
        resamplers = [Resampler(self._sound.rate_hz) for _ in range(self._sound.channels)]
        for block in self._sound.blocks:
            yield np.stack([resample(block[:, at]) for at, resample in enumerate(resamplers)])
        yield np.stack([resample.last() for resample in resamplers])
