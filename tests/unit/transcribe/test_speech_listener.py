"""Going through a sound with an engine that says what it is told to, and a voice activity network in its place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from redact.core.errors import InputError, UsageError
from redact.core.said import BRIDGE, SHOWN, UNHEARD, Said
from redact.core.segment import Sound, Text, TextKind
from redact.settings import Settings
from redact.transcribe.speech import listener as rooms
from redact.transcribe.speech import make
from redact.transcribe.speech.engine import Heard
from redact.transcribe.speech.listener import Listener
from redact.transcribe.speech.vad import FRAME, Vad

RATE_HZ = 16_000


class Loudness:
    """Takes whatever is loud for speech."""

    def ear(self) -> Any:
        return lambda samples: (np.abs(samples).reshape(-1, FRAME).max(axis=1) > 0.01).astype(np.float32)


class Parrot:
    """Hears a word for each half second that is loud; numbers are read twice."""

    def __init__(self, *words: str) -> None:
        self.words = words or ("word",)
        self.heard: list[int] = []
        self.asked = 0

    def language(self, samples: Any) -> str:
        self.asked += 1
        return "en"

    def hear(self, samples: Any, language: str) -> tuple[list[Heard], list[Heard]]:
        self.heard.append(len(samples))
        half = RATE_HZ // 2
        loud = [at / RATE_HZ for at in range(0, len(samples), half) if np.abs(samples[at : at + half]).max() > 0.01]
        first = [Heard(f" {self.words[at % len(self.words)]}", when, when + 0.5, 0.9) for at, when in enumerate(loud)]
        return first, [word._replace(text=word.text.replace("7", "seven")) for word in first]


class Deaf(Parrot):
    """Hears nothing."""

    def hear(self, samples: Any, language: str) -> tuple[list[Heard], list[Heard]]:
        return [], []


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A listener with an engine of one's choice."""
    monkeypatch.setattr(rooms, "Vad", Loudness)
    return Listener


def noise(seconds: float, seed: int = 0) -> Any:
    return (np.random.default_rng(seed).standard_normal(round(seconds * RATE_HZ)) * 0.2).astype(np.float32)


def quiet(seconds: float) -> Any:
    return np.zeros(round(seconds * RATE_HZ), np.float32)


def sound(*channels: Any) -> Sound:
    samples = np.stack(channels, axis=1)
    blocks = (samples[at : at + RATE_HZ] for at in range(0, len(samples), RATE_HZ))
    return Sound(5, "sound 1", RATE_HZ, len(channels), blocks)


def said(text: Text) -> Said:
    assert isinstance(text.anchor, Said)
    return text.anchor


def test_words_come_as_speech_with_the_ordinal_of_the_sound_and_times_from_its_first_sample(listener: Any) -> None:
    texts = list(listener(Parrot())(sound(np.concatenate([quiet(10), noise(2), quiet(5)]))))

    assert {(text.ordinal, text.kind, text.medium, said(text).channels) for text in texts} == {
        (5, TextKind.SPEECH, "sound", ())
    }
    assert said(texts[0]).words[0].start_us == pytest.approx(10_000_000, abs=500_000)
    assert said(texts[0]).words[-1].end_us == pytest.approx(12_000_000, abs=600_000)


def test_silence_and_no_samples_give_no_text(listener: Any) -> None:
    assert list(listener(Parrot())(sound(quiet(20)))) == []
    assert list(listener(Parrot())(sound(quiet(0)))) == []


def test_no_word_ends_after_the_sound(listener: Any) -> None:
    texts = list(listener(Parrot())(sound(noise(3.3))))

    assert max(word.end_us for text in texts for word in said(text).words) <= 3_300_000


def test_both_readings_are_told(listener: Any) -> None:
    texts = list(listener(Parrot("ring", "7"))(sound(noise(2))))

    assert [said(text).reading for text in texts] == [0, 1]
    assert "7" in texts[0].text
    assert "seven" in texts[1].text


def test_speech_throughout_and_not_a_word_is_an_error(listener: Any) -> None:
    texts: Iterator[Text] = listener(Deaf())(sound(np.concatenate([noise(3), quiet(5)])))

    assert next(texts).text == UNHEARD
    with pytest.raises(InputError, match="not a word") as caught:
        list(texts)
    assert caught.value.hint


def test_a_click_is_no_speech(listener: Any) -> None:
    assert list(listener(Deaf())(sound(np.concatenate([quiet(1), noise(0.05), quiet(5)])))) == []


def test_speech_under_no_word_is_told_apart(listener: Any) -> None:
    class Once(Parrot):
        def hear(self, samples: Any, language: str) -> tuple[list[Heard], list[Heard]]:
            words = [Heard(" hello", 0.5, 1.0, 0.9)] if len(samples) > 6 * RATE_HZ else []
            return words, words

    texts = list(listener(Once())(sound(np.concatenate([noise(6), quiet(4)]))))

    [missed] = [text for text in texts if text.text == UNHEARD]
    assert said(missed).words[0].start_us < 2_000_000
    assert said(missed).words[0].end_us == pytest.approx(6_000_000, abs=50_000)


def test_what_the_engine_stopped_before_is_heard_for_itself(listener: Any) -> None:
    class Lazy(Parrot):
        def hear(self, samples: Any, language: str) -> tuple[list[Heard], list[Heard]]:
            first, second = super().hear(samples, language)
            return first[:4], second[:4]

    texts = list(listener(Lazy())(sound(np.concatenate([noise(3.6), quiet(4)]))))

    assert [text.text for text in texts if text.text == UNHEARD] == []
    assert len(said(texts[0]).words) > 4


def test_two_people_on_two_channels_are_heard_apart(listener: Any) -> None:
    one, other = np.concatenate([noise(3), quiet(12)]), np.concatenate([quiet(7), noise(3, 1), quiet(5)])

    texts = list(listener(Parrot())(sound(one, other)))

    assert [said(text).channels for text in texts] == [(0,), (1,)]
    assert texts[1].part.endswith(", channel 2")


@pytest.mark.parametrize("levels", [(1.0, 1.0), (0.2, 1.0), (1.0, 0.2)])
def test_the_same_voice_on_every_channel_is_heard_once(listener: Any, levels: tuple[float, float]) -> None:
    voice, engine = np.concatenate([noise(4), quiet(4)]), Parrot()

    texts = list(listener(engine)(sound(*(voice * level for level in levels))))

    assert len(engine.heard) == 1
    assert {said(text).channels for text in texts} == {()}


def test_a_voice_that_leaks_into_another_channel_is_said_on_both(listener: Any) -> None:
    """Silencing the channel that speaks alone would leave the name on the other."""
    voice = np.concatenate([noise(4), quiet(4)])
    leak = 0.02 * np.roll(voice, 300) + 0.015 * noise(8, 2)

    texts = list(listener(Parrot())(sound(voice, leak.astype(np.float32), quiet(8))))

    assert said(texts[0]).channels == (0, 1)


def test_what_was_heard_once_is_not_heard_twice(listener: Any) -> None:
    voice, engine = np.concatenate([noise(4), quiet(4), noise(9, 1), quiet(4)]), Parrot()
    hears = listener(engine)

    first = [text.text for text in hears(sound(voice))]

    assert [text.text for text in hears(sound(voice))] == first
    assert len(engine.heard) == 2


def test_the_language_is_found_out_once_for_a_sound_and_not_at_all_where_it_is_set(listener: Any) -> None:
    voice, engine = np.concatenate([noise(4), quiet(4), noise(4, 1)]), Parrot()

    list(listener(engine)(sound(voice)))
    list(listener(engine, "cy")(sound(voice)))

    assert engine.asked == 1


def test_what_is_said_around_a_border_of_windows_is_read_together_once_more(listener: Any) -> None:
    """A cue and its number stand in one text even where the speaker pauses between them."""
    voice = np.concatenate([noise(4), quiet(3.3), noise(2, 1), quiet(5)])

    texts = list(listener(Parrot("a"))(sound(voice)))

    assert [said(text).reading for text in texts] == [SHOWN, SHOWN, BRIDGE]
    assert said(texts[2]).words[0].start_us < 4_000_000
    assert said(texts[2]).words[-1].start_us > 7_000_000
    assert texts[1].context


def test_speech_without_end_is_heard_in_windows_of_half_a_minute(listener: Any) -> None:
    engine = Parrot()

    texts = list(listener(engine)(sound(noise(100))))

    assert max(engine.heard) <= 30 * RATE_HZ
    shown = [word for text in texts if said(text).reading == 0 for word in said(text).words]
    assert all(one.start_us <= other.start_us for one, other in pairwise(shown))
    assert len(shown) == pytest.approx(200, abs=8)


def test_an_engine_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="no such speech engine"):
        make(Settings(speech="whistle"))


def test_the_network_hears_no_speech_in_silence_and_noise_whatever_the_blocks() -> None:
    vad, samples = Vad(), noise(2.048)
    whole = vad.ear()(samples)
    ear = vad.ear()

    pieces = np.concatenate([ear(samples[at : at + 8 * FRAME]) for at in range(0, len(samples), 8 * FRAME)])

    assert whole == pytest.approx(pieces, abs=1e-4)
    assert whole.max() < 0.3
    assert vad.ear()(quiet(1.024)).max() < 0.3
