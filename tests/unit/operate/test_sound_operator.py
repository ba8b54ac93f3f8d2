"""Operators of sound: what is done to samples, what stands in the transcript, and whose voice is drawn."""

from __future__ import annotations

import pytest

from redact.core.errors import PolicyError
from redact.core.flow import Action, Decision, Verdict
from redact.core.place import Times
from redact.operate.sound import style, voice_style
from redact.operate.text import Operators
from redact.vault.key import KEY_BYTES, Key

KEY = Key(bytes(range(KEY_BYTES)))
CUTS = [f"{name}{argument}" for name in ("silence", "tone") for argument in ("", ":code", ":entity", ":both", ":none")]


def decision(
    entity: str = "PERSON",
    operator: str = "silence",
    *,
    token: str | None = None,
    channels: tuple[int, ...] = (),
    part: str = "sound",
) -> Decision:
    place = Times(0, 1_000_000, channels)
    verdict = Verdict(Action.REDACT, "rule", operator, ("s.40(2)",))
    return Decision(0, part, place, place, entity, verdict, 1.0, "test", "00", 3, token)


def drawn(**given: object) -> tuple[float, ...]:
    name, *numbers = voice_style(decision("VOICE", "voice", **given), KEY).split(":")  # type: ignore[arg-type]
    assert name == "voice"
    return tuple(map(float, numbers))


@pytest.mark.parametrize(
    ("spec", "made"),
    [
        ("silence", "[s.40(2)]"),
        ("tone", "[s.40(2)]"),
        ("silence:entity", "[PERSON 3]"),
        ("silence:both", "[PERSON 3: s.40(2)]"),
        ("tone:code", "[s.40(2)]"),
        ("silence:none", ""),
        ("tone:none", ""),
    ],
)
def test_the_transcript_bears_the_label_in_brackets(spec: str, made: str) -> None:
    assert Operators(KEY, "foi")(decision(operator=spec), "Ann Tymms") == made


def test_a_changed_voice_takes_nothing_out_of_the_transcript() -> None:
    assert Operators(KEY)(decision("VOICE", "voice"), "") == ""


def test_a_label_of_another_kind_is_refused() -> None:
    with pytest.raises(PolicyError):
        Operators(KEY)(decision(operator="silence:loud"), "Ann Tymms")


@pytest.mark.parametrize("spec", CUTS)
def test_a_cut_is_a_silence_or_a_tone(spec: str) -> None:
    assert style(decision(operator=spec)) == spec.partition(":")[0]


@pytest.mark.parametrize(
    ("entity", "operator", "made"),
    [
        ("VOICE", "voice", "voice"),
        ("PERSON", "voice", "silence"),
        ("HEALTH", "voice", "silence"),
        ("PERSON", "label:code", "silence"),
        ("PERSON", "pseudonym", "silence"),
    ],
)
def test_words_are_never_spoken_by_another_voice_whatever_a_plan_says(entity: str, operator: str, made: str) -> None:
    assert style(decision(entity, operator)) == made


def test_one_speaker_has_one_voice_in_every_file_of_a_key() -> None:
    first = drawn(token="ab12", part="sound", channels=(0,))

    assert first == drawn(token="ab12", part="track 2", channels=(1,))
    assert first != drawn(token="cd34", part="sound", channels=(0,))


def test_another_key_is_another_voice() -> None:
    other = voice_style(decision("VOICE", "voice", token="ab12"), Key(bytes(KEY_BYTES)))

    assert other != voice_style(decision("VOICE", "voice", token="ab12"), KEY)


def test_channels_and_sources_that_nobody_has_a_name_for_have_voices_of_their_own() -> None:
    one = decision("VOICE", "voice", channels=(0,))

    voices = {
        voice_style(one, KEY, "aa"),
        voice_style(one, KEY, "bb"),
        voice_style(decision("VOICE", "voice", channels=(1,)), KEY, "aa"),
        voice_style(decision("VOICE", "voice", channels=(0,), part="track 2"), KEY, "aa"),
    }

    assert len(voices) == 4
    assert voice_style(one, KEY, "aa") in voices


def test_no_voice_is_drawn_near_what_it_was() -> None:
    for number in range(300):
        warp, formant, pitch = drawn(token=f"{number:04x}")

        assert 0.6 <= warp <= 0.95 or 1.05 <= warp <= 1.3
        assert abs(formant - 1) >= 0.02
        assert abs(pitch - 1) >= 0.07
        assert 0.8 <= pitch <= 1.4
