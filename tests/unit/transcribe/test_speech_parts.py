"""The parts of hearing that need no model: rates, windows, times of words, likeness of channels, doubts, texts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.place import Chars
from redact.core.said import UNHEARD
from redact.transcribe.speech.asking import figure
from redact.transcribe.speech.doubts import Written, circles, doubtful, nothing
from redact.transcribe.speech.engine import Heard
from redact.transcribe.speech.likeness import Speakers, likeness
from redact.transcribe.speech.moments import gaps, insert, settle, stand, understood, unheard, voiced
from redact.transcribe.speech.passages import Passage, Place, unheard_text
from redact.transcribe.speech.resample import Resampler
from redact.transcribe.speech.windows import FRAME_S, Window, Windows, frames

NOISE = np.random.default_rng(4).standard_normal(40_000).astype(np.float32) * 0.1


def heard(*words: tuple[str, float, float]) -> list[Heard]:
    return [Heard(text, start, end, 0.9) for text, start, end in words]


def windows(chances: list[float]) -> list[Window]:
    cutter = Windows()
    return [*cutter(chances), *cutter.last()]


# rates


@pytest.mark.parametrize("rate_hz", [4_000, 8_000, 11_025, 44_101, 48_000, 192_000])
def test_a_click_stays_where_it_was_at_any_rate(rate_hz: int) -> None:
    samples = np.zeros(rate_hz * 3, np.float32)
    samples[rate_hz * 2 - 20 : rate_hz * 2 + 21] = np.hanning(41)
    resample = Resampler(rate_hz)

    made = np.concatenate([resample(samples[at : at + 999]) for at in range(0, len(samples), 999)] + [resample.last()])

    assert len(made) == 48_000
    assert abs(int(np.argmax(made)) - 32_000) <= 1


def test_what_is_no_number_counts_as_silence() -> None:
    made = Resampler(16_000)(np.array([np.nan, np.inf, -np.inf, 0.5, 1e30], np.float32))

    assert np.isfinite(made).all()
    assert np.abs(made).max() <= 8.0


# windows


def test_silence_makes_no_window() -> None:
    assert windows([0.0] * 500) == []


def test_a_window_holds_the_speech_with_air_around_it() -> None:
    [window] = windows([0.0] * 50 + [0.9] * 40 + [0.0] * 200)

    assert (window.start, window.end) == (50 - frames(0.48), 90 + frames(0.32))


def test_speech_without_a_pause_is_cut_where_it_is_least_likely_and_heard_twice_around_there() -> None:
    chances = [0.9] * 1_500
    chances[700:705] = [0.4] * 5

    first, second = windows(chances)[:2]

    assert 699 <= first.until <= 705
    assert first.end > first.until == second.own > second.start


@given(st.lists(st.tuples(st.integers(1, 900), st.integers(1, 150)), min_size=1, max_size=12))
def test_every_frame_of_speech_is_owned_by_just_one_window(turns: list[tuple[int, int]]) -> None:
    chances = [chance for talk, pause in turns for chance in [0.8] * talk + [0.0] * pause]

    found = windows(chances)

    owned = np.zeros(len(chances), int)
    for window in found:
        assert window.start <= window.own <= window.until <= window.end <= len(chances)
        assert window.end - window.start <= frames(28.0)
        owned[window.own : window.until] += 1
    assert (owned[np.array(chances) > 0.5] == 1).all()
    assert owned.max() <= 1


def test_windows_fall_on_the_same_frames_again_soon_after_something_was_silenced() -> None:
    """What was heard once need not be heard twice when the released recording is heard again."""
    draw = np.random.default_rng(1)
    chances = np.concatenate(
        [np.r_[np.full(draw.integers(30, 160), 0.9), np.zeros(draw.integers(8, 60))] for _ in range(120)]
    )
    silenced = chances.copy()
    silenced[300:420] = 0.0

    before, after = set(windows(list(chances))), set(windows(list(silenced)))

    assert len(before & after) > 0.7 * len(before)


# times of words


def test_a_word_after_a_pause_begins_after_the_pause() -> None:
    voice = [(0.0, 1.0), (2.0, 3.0)]

    said, following = settle(heard((" said", 0.2, 1.0), (" and", 1.0, 2.4)), voice, 3.0)

    assert said.end_s == pytest.approx(1.0)
    assert following.start_s == pytest.approx(1.9)


def test_a_word_before_a_pause_lasts_to_the_end_of_the_voice() -> None:
    [word] = settle(heard((" Hale.", 0.2, 0.7)), [(0.0, 1.0)], 3.0)

    assert 1.0 <= word.end_s <= 1.1


def test_words_keep_their_order_and_stay_in_the_window() -> None:
    words = settle(heard((" a", 0.0, 0.0), (" b", 0.0, 0.5), (" c", 1.0, 1.0)), [(0.0, 1.0)], 1.0)

    assert [word.text for word in words] == [" a", " b", " c"]
    assert all(0.0 <= word.start_s <= word.end_s <= 1.0 for word in words)


def test_clear_speech_under_no_word_is_told() -> None:
    chances = [0.95] * round(4 / FRAME_S)

    [span] = unheard(chances, [heard((" yes", 0.0, 0.4)), heard((" yes", 0.0, 0.5))])

    assert span == (pytest.approx(0.9), pytest.approx(4.0, abs=0.04))


def test_a_word_does_not_account_for_more_speech_than_it_can_take() -> None:
    """Whisper draws a word out over what it left out."""
    chances = [0.95] * round(6 / FRAME_S)

    assert unheard(chances, [heard((" Anon.", 0.0, 6.0))])
    assert not unheard(chances, [heard((" 07700900123", 0.0, 5.0), (" ok", 5.2, 5.8))])


def test_a_short_sound_between_words_is_no_speech_left_out() -> None:
    chances = [0.9] * 20 + [0.0] * 40 + [0.9] * 5 + [0.0] * 20

    assert not unheard(chances, [heard((" hello", 0.0, 0.6))])


def test_only_gaps_that_are_worth_it_are_heard_again_and_near_ones_together() -> None:
    assert gaps([(5.0, 5.4), (20.0, 21.0), (22.0, 22.5)]) == [(19.75, 22.75)]


def test_words_that_were_left_out_are_put_in_their_place_if_they_are_sure() -> None:
    words = heard((" one", 0.0, 0.5), (" four", 3.0, 3.5))

    assert [word.text for word in insert(words, heard((" two", 0.0, 0.5)), 1.0)] == [" one", " two", " four"]
    assert insert(words, [Heard(" boo", 0.0, 0.5, 0.3)], 1.0) == words


def test_words_that_are_all_unsure_are_made_up() -> None:
    words = [Heard(" w", at, at + 0.5, 0.2 if 2 <= at < 8 else 0.9) for at in range(10)]

    assert [word.start_s for word in understood(words)] == [0, 1, 8, 9]


def test_a_lone_word_where_speech_is_not_clear_was_not_said() -> None:
    assert not stand(heard((" Woo!", 0, 1), (" Woo!", 1, 2), (" Woo!", 2, 3)), 0.0)
    assert stand(heard((" you", 0, 1)), 0.4)
    assert stand(heard((" call", 0, 1), (" me", 1, 2), (" back", 2, 3)), 0.0)


def test_stretches_of_voice_close_over_short_gaps() -> None:
    assert len(voiced([0.9] * 5 + [0.0] * 3 + [0.9] * 5 + [0.0] * 10 + [0.9])) == 2


# channels


def test_the_same_sound_later_and_quieter_is_alike_and_another_is_not() -> None:
    late = np.zeros(8_192, np.float32)
    late[400:] = 0.1 * NOISE[: 8_192 - 400]

    alike = likeness(np.stack([NOISE[:8_192], late, NOISE[20_000:28_192]]))

    assert alike[0, 1] > 0.9
    assert alike[0, 2] < 0.2


def test_hum_on_both_channels_is_not_a_voice_on_both() -> None:
    hum = np.sin(2 * np.pi * 50 * np.arange(8_192) / 16_000).astype(np.float32)

    alike = likeness(np.stack([hum + NOISE[:8_192] * 0.2, hum + NOISE[20_000:28_192] * 0.2]))

    assert alike[0, 1] < 0.2


def test_silence_is_like_nothing() -> None:
    assert likeness(np.zeros((2, 8_192), np.float32))[0, 1] == 0.0


@pytest.mark.parametrize("levels", [(1.0, 1.0), (0.1, 1.0), (1.0, 0.1)])
def test_one_of_two_channels_with_the_same_voice_speaks_for_both(levels: tuple[float, float]) -> None:
    samples = np.stack([NOISE[:8_192] * level for level in levels])
    chances = np.array([[0.2] * 16, [0.9] * 16], np.float32)

    Speakers(2)(chances, samples, likeness(samples))

    assert chances.max(axis=0) == pytest.approx([0.9] * 16)
    assert chances.min(axis=0) == pytest.approx([0.0] * 16)


def test_two_people_on_two_channels_speak_for_themselves() -> None:
    samples = np.stack([NOISE[:8_192], NOISE[20_000:28_192] * 0.1])
    chances = np.full((2, 16), 0.9, np.float32)

    Speakers(2)(chances, samples, likeness(samples))

    assert chances.min() == pytest.approx(0.9)


# doubts


def test_going_round_in_circles_is_doubted_and_a_number_is_not() -> None:
    assert circles("Thank you. " * 30, 30.0)
    assert circles("What has happened to me? What has happened to me?", 3.0)
    assert circles("far too much to be said by anybody in no more than half a second of time", 0.5)
    assert not circles("double nine nine four zero nine five, that is nine nine nine four zero nine five", 8.0)
    assert doubtful(Written("mumble", -1.3, 0.1), 2.0)
    assert nothing(Written("you", -1.3, 0.9))


@pytest.mark.parametrize(("token", "is_one"), [("07", True), (" £", True), ("٣", True), (" ten", False), ("M", False)])
def test_figures_are_digits_and_the_signs_that_go_with_them(token: str, is_one: bool) -> None:
    assert figure(token) is is_one


# texts


def test_every_character_of_a_word_knows_when_it_was_said() -> None:
    words = tuple(heard((" My", 62.0, 62.2), (" number", 62.2, 62.8), (" is", 63.0, 63.5)))

    [text] = Passage(Place(3, "sound 1", (1,)), words, words).texts()

    assert (text.ordinal, text.part, text.text) == (3, "sound 1, 1:02, channel 2", "My number is")
    [place] = text.locate(Chars(3, 9))
    assert (place.start_us, place.end_us, place.channels) == (62_200_000, 62_800_000, (1,))


def test_the_second_reading_is_told_only_where_it_differs() -> None:
    first, second = tuple(heard((" 07", 0, 1))), tuple(heard((" oh", 0, 0.5), (" seven", 0.5, 1)))
    place = Place(0, "sound 1")

    assert [text.anchor.reading for text in Passage(place, first, second).texts()] == [0, 1]
    assert [text.anchor.reading for text in Passage(place, first, first).texts()] == [0]


def test_speech_that_was_not_understood_is_a_text_with_its_moments() -> None:
    text = unheard_text(Place(0, "sound 1"), 1.0, 2.5)

    assert text.text == UNHEARD
    assert text.locate(Chars(0, 1))[0].end_us == 2_500_000
