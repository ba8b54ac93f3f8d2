"""The cut: what is within it is gone, what is outside of it is untouched, however the blocks fall."""

import sys
from types import ModuleType
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.core.errors import UsageError
from redact.core.flow import Edit
from redact.core.place import Box, Times
from redact.media._mute import FADE_US, cut

RATE = 8_000


def sound(count=RATE, channels=2):
    return np.random.default_rng(3).uniform(-0.5, 0.5, (count, channels)).astype(np.float32)


def blocks(samples, size):
    return (samples[at : at + size] for at in range(0, len(samples), size))


def done(samples, *edits, size=1000):
    return np.concatenate(list(cut(blocks(samples, size), edits, RATE, samples.shape[1])))


def edit(start_us, end_us, *channels, style="silence"):
    return Edit(Times(start_us, end_us, channels), style=style)


def test_a_silence_is_silent_but_for_a_few_milliseconds_at_its_ends_and_leaves_the_rest_alone():
    samples = sound()
    made = done(samples, edit(250_000, 500_000))

    fade = FADE_US * RATE // 1_000_000
    assert not made[2000 + fade : 4000 - fade].any()
    assert np.array_equal(made[:2000], samples[:2000])
    assert np.array_equal(made[4000:], samples[4000:])
    assert made.dtype == samples.dtype


@pytest.mark.parametrize("style", ["silence", "tone"])
def test_not_one_sample_within_the_cut_depends_on_what_was_there(style):
    samples, others = sound(), sound()
    others[2000:4000] = 0.9

    assert np.array_equal(
        done(samples, edit(250_000, 500_000, style=style)), done(others, edit(250_000, 500_000, style=style))
    )


def test_a_cut_begins_and_ends_without_a_click():
    samples = np.full((RATE, 1), 0.5, np.float32)
    made = done(samples, edit(250_000, 500_000))

    assert np.abs(np.diff(made[:, 0])).max() < 0.03


def test_a_tone_is_a_quiet_one_of_1_khz():
    made = done(np.zeros((RATE, 1), np.float32), edit(250_000, 750_000, style="tone"))[2100:5900, 0]

    assert np.abs(made).max() == pytest.approx(0.1, abs=0.001)
    assert np.argmax(np.abs(np.fft.rfft(made))) == 1000 * len(made) // RATE


def test_only_the_named_channels_are_cut():
    samples = sound()
    made = done(samples, edit(0, 1_000_000, 1))

    assert np.array_equal(made[:, 0], samples[:, 0])
    assert not made[:, 1].any()


def test_places_are_rounded_outward_to_samples():
    changed = np.flatnonzero((done(sound(), edit(125_001, 249_999)) != sound()).any(axis=1))

    assert (changed[0], changed[-1]) == (1000, 1999)


def test_an_end_past_the_recording_is_clipped_and_its_last_samples_are_silent():
    made = done(sound(), edit(900_000, 5_000_000))

    assert len(made) == RATE
    assert not made[7200 + 40 :].any()


def test_a_silence_wins_over_a_tone_that_it_overlaps():
    made = done(sound(), edit(250_000, 750_000, style="tone"), edit(400_000, 500_000))

    assert not made[3200 + 40 : 4000 - 40].any()
    assert made[2100:3100].any()
    assert made[4100:5900].any()


def test_a_cut_beside_a_cut_does_not_bring_back_what_lies_between_them():
    samples, others = sound(), sound()
    others[2000:4000] = 0.9
    edits = (edit(250_000, 400_000), edit(400_000, 500_000, style="tone"))

    assert np.array_equal(done(samples, *edits), done(others, *edits))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 990_000), st.integers(1, 400_000), st.sampled_from(["silence", "tone"]))),
    st.integers(1, 3000),
)
def test_blocks_may_fall_as_they_like(places, size):
    samples = sound(channels=1)
    edits = [edit(start, start + length, style=style) for start, length, style in places]

    assert np.array_equal(done(samples, *edits, size=size), done(samples, *edits, size=RATE))


@pytest.mark.parametrize(
    "bad",
    [
        edit(2_000_000, 3_000_000),
        edit(0, 1000, 2),
        edit(0, 1000, -1),
        edit(1000, 1000),
        edit(-1, 1000),
        edit(0, 1000, style="blur"),
        edit(0, 1000, style="voice:loud"),
        Edit(Box(0, 0, 1, 1), style="silence"),
    ],
)
def test_an_edit_that_has_no_place_in_the_sound_is_refused(bad):
    with pytest.raises(UsageError):
        done(sound(), bad)


class Late:
    """A voice that turns samples around and gives them 300 late."""

    made: ClassVar = []

    def __init__(self, rate_hz, warp, formant, pitch):
        Late.made.append((rate_hz, warp, formant, pitch))
        self.held = np.zeros(0, np.float32)

    def feed(self, samples):
        self.held = np.concatenate((self.held, -samples))
        ready, self.held = self.held[:-300], self.held[-300:]
        return ready

    def finish(self):
        return self.held


@pytest.fixture
def late(monkeypatch):
    module = ModuleType("redact.media._voice")
    module.Disguise = Late
    monkeypatch.setitem(sys.modules, "redact.media._voice", module)
    Late.made = []


@pytest.mark.parametrize("size", [1, 7, 1000, 8000])
def test_a_voice_is_changed_first_and_in_place(late, size):
    samples = sound(2000)
    made = done(samples, edit(25_000, 150_000, 0, style="voice:0.9:1.1:2"), edit(50_000, 100_000), size=size)

    assert Late.made == [(RATE, 0.9, 1.1, 2.0)]
    assert np.array_equal(made[200:400, 0], -samples[200:400, 0])
    assert np.array_equal(made[800:1200, 0], -samples[800:1200, 0])
    assert not made[440:760].any()
    assert np.array_equal(made[1200:], samples[1200:])
    assert np.array_equal(made[800:, 1], samples[800:, 1])


def test_a_voice_may_speak_to_the_end_and_another_after_it(late):
    samples = sound(2000, 1)
    made = done(samples, edit(0, 125_000, style="voice:1:1:1"), edit(125_000, 999_999, style="voice:2:2:2"), size=77)

    assert len(Late.made) == 2
    assert np.array_equal(made, -samples)
