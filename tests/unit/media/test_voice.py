"""Another voice: as long and as loud, whatever the blocks, and never a click or a number that is none."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from redact.media._voice import Disguise

RATES = [8_000, 11_025, 16_000, 48_000]
OTHER = (0.85, 1.1, 1.25)


def buzz(rate: int, seconds: float = 3.0, hz: float = 120.0) -> Any:
    """A vowel of a pulse train through one resonance at 700 Hz, loud and quiet in turn, ``float32 [n]``."""
    at = np.arange(int(rate * seconds)) / rate
    made = np.zeros(len(at))
    for harmonic in range(1, int(rate * 0.45 / hz)):
        made += np.sin(2 * np.pi * harmonic * hz * at) / (1 + ((harmonic * hz - 700) / 120) ** 2)
    return (0.1 * made * (1.2 + np.sin(2 * np.pi * at))).astype(np.float32)


def changed(samples: Any, rate: int, how: tuple[float, float, float] = OTHER, size: int = 5_000) -> Any:
    voice = Disguise(rate, *how)
    return np.concatenate(
        [*(voice.feed(samples[at : at + size]) for at in range(0, len(samples), size)), voice.finish()]
    )


def frames(samples: Any, rate: int, seconds: float = 0.1) -> Iterator[Any]:
    size = int(rate * seconds)
    return (samples[at : at + size] for at in range(0, len(samples) - size, size))


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("count", [0, 1, 100, 16_000, 40_001])
def test_as_many_samples_come_out_as_went_in(rate: int, count: int) -> None:
    made = changed(buzz(rate, 6.0)[:count], rate)

    assert len(made) == min(count, rate * 6)
    assert made.dtype == np.float32
    assert np.isfinite(made).all()


@pytest.mark.parametrize("size", [1_000, 7_919, 48_000, 10**6])
def test_the_sizes_of_the_blocks_change_nothing(size: int) -> None:
    source = buzz(16_000)

    assert np.array_equal(changed(source, 16_000, size=size), changed(source, 16_000, size=333))


def test_blocks_of_one_sample_and_of_none_are_blocks() -> None:
    voice, source = Disguise(8_000, *OTHER), buzz(8_000, 0.1)

    made = np.concatenate([*(voice.feed(source[at : at + at % 2]) for at in range(len(source))), voice.finish()])

    assert len(made) == len(source) // 2


@pytest.mark.parametrize("rate", RATES)
def test_it_is_as_loud_as_before_at_every_moment(rate: int) -> None:
    source = buzz(rate)
    made = changed(source, rate)

    for was, now in list(zip(frames(source, rate), frames(made, rate), strict=True))[1:]:
        assert np.std(now) == pytest.approx(np.std(was), rel=0.35)


def test_silence_stays_silence_where_it_was() -> None:
    source = buzz(16_000)
    source[16_000:32_000] = 0

    made = changed(source, 16_000)

    assert not np.abs(made[17_000:31_000]).max() > 1e-6
    assert np.std(made[:15_500]) > 0.02
    assert np.std(made[33_000:]) > 0.02
    assert not np.abs(changed(np.zeros(30_000, np.float32), 16_000)).any()


def test_nothing_drifts_in_a_minute() -> None:
    """A knock at each second comes out at its second."""
    source = np.zeros(60 * 8_000, np.float32)
    source[4_000::8_000] = 0.8

    made = changed(source, 8_000)

    for second in range(60):
        heard = np.abs(made[second * 8_000 : (second + 1) * 8_000])
        assert abs(int(np.argmax(heard)) - 4_000) < 8_000 * 0.025


@pytest.mark.parametrize("pitch", [0.8, 1.25])
def test_the_pitch_is_scaled(pitch: float) -> None:
    made = changed(buzz(16_000, hz=120.0), 16_000, (1.0, 1.0, pitch))

    spectrum = np.abs(np.fft.rfft(made[8_000:24_000] * np.hanning(16_000)))
    echo = np.fft.irfft(spectrum**2)
    period = 60 + int(np.argmax(echo[60:400]))
    assert 16_000 / period == pytest.approx(120 * pitch, rel=0.04)


@pytest.mark.parametrize("formant", [0.85, 1.2])
def test_formants_move_and_the_pitch_does_not_take_them_along(formant: float) -> None:
    def centre(samples: Any) -> float:
        power = np.abs(np.fft.rfft(samples[8_000:24_000])) ** 2
        hz = np.fft.rfftfreq(16_000, 1 / 16_000)
        return float((power * hz)[200:1500].sum() / power[200:1500].sum())

    source = buzz(16_000, hz=90.0)
    raised = centre(changed(source, 16_000, (1.0, 1.2, 1.25))) / centre(changed(source, 16_000, (1.0, 0.85, 1.25)))

    assert raised > 1.2
    assert (centre(changed(source, 16_000, (1.0, formant, 1.0))) > centre(source)) == (formant > 1)


def test_no_click_stands_at_a_border_of_what_is_worked_on() -> None:
    at = np.arange(16_000 * 4) / 16_000
    smooth = (0.2 * np.sin(2 * np.pi * 200 * at)).astype(np.float32)

    made = changed(smooth, 16_000, (1.0, 1.0, 1.2))

    steps = np.abs(np.diff(made[800:-800]))
    assert steps.max() < 2 * np.quantile(steps, 0.9)


def test_numbers_that_are_none_and_sounds_too_loud_do_no_harm() -> None:
    source = buzz(16_000) * 40
    source[5_000:5_010] = np.nan
    source[9_000] = np.inf

    assert np.isfinite(changed(source, 16_000)).all()


def test_memory_does_not_grow_with_the_length() -> None:
    voice, second = Disguise(8_000, *OTHER), buzz(8_000, 1.0)

    for _ in range(40):
        voice.feed(second)
    parts = (vars(part).values() for part in (voice, voice._pitch, voice._timbre))
    held = sum(len(value) for values in parts for value in values if isinstance(value, np.ndarray) and value.ndim == 1)

    assert held < 8 * 8_000


def test_a_second_costs_little() -> None:
    source = buzz(16_000, 20.0)

    start = time.process_time()
    changed(source, 16_000, size=16_000)

    assert time.process_time() - start < 20 * 0.15
