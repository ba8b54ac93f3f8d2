"""The draft's sound beside its source's: each way in which a cut can fail is planted and found."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from redact.core.errors import ResidualError
from redact.core.place import Times
from redact.verify.hush import compare_sounds

RATE = 16_000
CUT = Times(1_300_000, 2_450_000)
INSIDE = slice(int(1.3 * RATE), int(2.45 * RATE))
SILENCE, TONE = [(CUT, "silence")], [(CUT, "tone")]
VOICE = [(Times(500_000, 3_500_000), "voice:0.8:1.1:1.25")]


def speech(seconds: float = 4.0, seed: int = 1, rate: int = RATE) -> Any:
    """Syllables of a buzz through two resonances with breath in it, ``float32 [n]``."""
    chance = np.random.default_rng(seed)
    at = np.arange(int(seconds * rate)) / rate
    pitch = 110 + 25 * np.sin(2 * np.pi * 0.7 * at + seed)
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    made = np.zeros(len(at))
    for harmonic in range(1, 30):
        hz = harmonic * pitch
        formants = 1 / (1 + ((hz - 500) / 150) ** 2) + 0.5 / (1 + ((hz - 1800) / 250) ** 2)
        made += np.where(hz < rate * 0.45, formants, 0) * np.sin(harmonic * phase)
    syllables = 0.15 + 0.85 * np.clip(np.sin(2 * np.pi * 3.1 * at + seed), 0, 1)
    return ((0.15 * made + 0.01 * chance.standard_normal(len(at))) * syllables).astype(np.float32)


def tone(count: int) -> Any:
    return (0.1 * np.sin(2 * np.pi * 1000 * np.arange(count) / RATE)).astype(np.float32)


def silenced(samples: Any) -> Any:
    made = samples.copy()
    made[INSIDE] = 0
    return made


def toned(samples: Any) -> Any:
    made = samples.copy()
    made[INSIDE] = tone(INSIDE.stop - INSIDE.start)
    return made


def recoded(samples: Any, seed: int = 5) -> Any:
    """As a codec gives it back: without the highest frequencies, and with noise 20 dB below what sounds."""
    spectrum = np.fft.rfft(samples)
    spectrum[int(len(spectrum) * 0.8) :] = 0
    smooth = np.fft.irfft(spectrum, len(samples)).astype(np.float32)
    loud = np.sqrt(np.convolve(smooth**2, np.ones(400) / 400, "same"))
    return smooth + 0.1 * loud * np.random.default_rng(seed).standard_normal(len(samples)).astype(np.float32)


def blocks(samples: Any, size: int = RATE) -> Iterator[Any]:
    two = samples if samples.ndim == 2 else samples[:, None]
    return (two[at : at + size] for at in range(0, len(two), size))


def compare(before: Any, after: Any, cuts: list[tuple[Times, str]], slack: int = 0) -> None:
    compare_sounds(blocks(before), blocks(after, 7_001), RATE, cuts, slack)


def late(samples: Any, count: int) -> Any:
    return np.concatenate((np.zeros(count, np.float32), samples[:-count]))


@pytest.mark.parametrize(("change", "cuts"), [(silenced, SILENCE), (toned, TONE)])
@pytest.mark.parametrize("slack", [0, 1024])
def test_a_cut_that_was_carried_out_passes(change: Callable[[Any], Any], cuts: Any, slack: int) -> None:
    source = speech()
    draft = change(source)

    compare(source, recoded(draft) if slack else draft, cuts, slack)


def test_an_untouched_sound_without_cuts_passes() -> None:
    compare(speech(), speech(), [])


def test_a_rounding_of_the_last_bit_passes() -> None:
    source = speech()

    compare(source, np.round(source * 32767) / 32767, [])


PLANTED: dict[str, Callable[[Any], Any]] = {
    "missing": lambda x: x,
    "20 dB down": lambda x: x * 0.1,
    "inverted": lambda x: -x,
    "30 ms late": lambda x: late(x, 480),
    "30 ms early": lambda x: late(x[::-1], 480)[::-1],
    "30 ms late, inverted, 20 dB down": lambda x: -0.1 * late(x, 480),
}


@pytest.mark.parametrize("style", ["silence", "tone", "tone over it"])
@pytest.mark.parametrize("slack", [0, 1024])
@pytest.mark.parametrize("name", PLANTED)
def test_what_was_to_be_cut_is_heard_however_it_was_left(name: str, slack: int, style: str) -> None:
    source = speech()
    draft = source.copy()
    draft[INSIDE] = PLANTED[name](source)[INSIDE]
    if style == "tone over it":
        draft[INSIDE] += tone(INSIDE.stop - INSIDE.start)

    with pytest.raises(ResidualError):
        compare(source, recoded(draft) if slack else draft, [(CUT, style.partition(" ")[0])], slack)


@pytest.mark.parametrize("over", [0, 1])
def test_what_a_lossless_draft_holds_is_heard_at_a_hundredth(over: int) -> None:
    source = speech()
    draft = source.copy()
    draft[INSIDE] = 0.01 * source[INSIDE] + over * tone(INSIDE.stop - INSIDE.start)

    with pytest.raises(ResidualError):
        compare(source, draft, TONE)


def test_half_a_second_left_at_the_end_of_a_long_cut_is_heard() -> None:
    source = speech(9.0)
    draft = source.copy()
    draft[RATE : 8 * RATE] = tone(7 * RATE)
    draft[int(7.6 * RATE) : 8 * RATE] += 0.1 * source[int(7.6 * RATE) : 8 * RATE]

    with pytest.raises(ResidualError):
        compare(source, draft, [(Times(1_000_000, 8_000_000), "tone")])


@pytest.mark.parametrize("slack", [0, 1024])
def test_what_was_not_cut_must_stay(slack: int) -> None:
    source = speech()
    draft = silenced(source)
    draft[int(2.6 * RATE) : int(3.6 * RATE)] = speech(seed=9)[int(2.6 * RATE) : int(3.6 * RATE)]

    with pytest.raises(ResidualError):
        compare(source, draft, SILENCE, slack)


def test_one_changed_sample_is_seen() -> None:
    draft = silenced(speech())
    draft[100] += 0.001

    with pytest.raises(ResidualError):
        compare(speech(), draft, SILENCE)


@pytest.mark.parametrize("slack", [0, 1024])
def test_swapped_channels_are_heard(slack: int) -> None:
    source = np.stack((speech(seed=1), speech(seed=2)), axis=1)

    compare(source, source, [], slack)
    with pytest.raises(ResidualError):
        compare(source, source[:, ::-1], [], slack)


def test_a_cut_is_looked_for_in_its_own_channel() -> None:
    source = np.stack((speech(seed=1), speech(seed=2)), axis=1)
    right, wrong = source.copy(), source.copy()
    right[INSIDE, 1] = 0
    wrong[INSIDE, 0] = 0
    cuts = [(Times(CUT.start_us, CUT.end_us, (1,)), "silence")]

    compare(source, right, cuts)
    with pytest.raises(ResidualError):
        compare(source, wrong, cuts)


@pytest.mark.parametrize("slack", [0, 1024])
def test_every_sample_must_be_there(slack: int) -> None:
    source = speech()

    compare(source, source[: len(source) - slack], [], slack)
    for draft in (source[: -1 - 2 * slack], np.concatenate((source, source[: 2 * slack + 1]))):
        with pytest.raises(ResidualError):
            compare(source, draft, [], slack)


def test_an_empty_draft_of_a_sound_is_refused_and_nothing_of_nothing_is_not() -> None:
    with pytest.raises(ResidualError):
        compare(speech(), speech()[:0], [])

    compare_sounds([], [], RATE, [], 0)


def test_a_channel_too_few_or_a_number_that_is_none_is_refused() -> None:
    source = np.stack((speech(), speech()), axis=1)
    broken = source.copy()
    broken[RATE, 0] = np.nan

    for draft in (source[:, :1], broken):
        with pytest.raises(ResidualError):
            compare(source, draft, [(CUT, "silence")])


def test_a_lossy_draft_that_begins_late_is_laid_beside_its_source() -> None:
    source = speech()
    draft = np.concatenate((np.zeros(700, np.float32), recoded(silenced(source))))

    compare(source, draft, SILENCE, 1024)


def test_a_voice_must_be_another_one() -> None:
    source = speech()
    inside = slice(int(0.5 * RATE), int(3.5 * RATE))
    changed = source.copy()
    changed[inside] = speech(seed=4)[inside]

    compare(source, changed, VOICE)
    for draft in (source, np.where(np.arange(len(source)) < 2 * RATE, changed, -0.5 * source)):
        with pytest.raises(ResidualError):
            compare(source, draft, VOICE)


def test_a_silence_within_a_changed_voice_must_be_silent() -> None:
    source = speech()
    inside = slice(int(0.5 * RATE), int(3.5 * RATE))
    changed = source.copy()
    changed[inside] = speech(seed=4)[inside]

    compare(source, silenced(changed), VOICE + SILENCE)
    with pytest.raises(ResidualError):
        compare(source, changed, VOICE + SILENCE)


def test_a_cut_may_go_on_past_the_end() -> None:
    source = speech()
    draft = source.copy()
    draft[3 * RATE :] = 0

    compare(source, draft, [(Times(3_000_000, 9_000_000), "silence")])


def test_silence_and_noise_under_a_cut_are_no_echo() -> None:
    noise = (0.05 * np.random.default_rng(3).standard_normal(4 * RATE)).astype(np.float32)

    for source in (np.zeros(4 * RATE, np.float32), noise, tone(4 * RATE)):
        compare(source, silenced(source), SILENCE)
    compare(noise, toned(noise), TONE)


def test_looking_at_a_minute_costs_a_fraction_of_a_second() -> None:
    minute = np.tile(speech(), 15)
    draft = minute.copy()
    cuts = [(Times(at * 1_000_000, at * 1_000_000 + 900_000), "silence") for at in range(0, 60, 5)]
    for times, _ in cuts:
        draft[times.start_us * RATE // 1_000_000 : times.end_us * RATE // 1_000_000] = 0

    start = time.process_time()
    compare(minute, draft, cuts)

    assert time.process_time() - start < 0.3  # 0.005 s for each second
