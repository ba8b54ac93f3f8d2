"""From a sound to what is heard in it: texts as they come, gaps and voices at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from redact import registry
from redact.core.errors import NotUnderstood
from redact.core.flow import Finding
from redact.core.place import Chars, Times
from redact.core.said import BRIDGE, UNHEARD, Said, Spoken
from redact.core.segment import Sound, Text, TextKind
from redact.pipeline.analyst import _readable
from redact.pipeline.sounds import Sounds
from redact.settings import Settings

SECOND = np.zeros((8000, 1), np.float32)


def sound(blocks: int = 3) -> Sound:
    return Sound(4, "sound 1", 8000, 1, [SECOND] * blocks)


def hears(*texts: Text):
    """A listener that goes through the sound and then says that it heard these."""

    def listener(heard: Sound) -> Iterator[Text]:
        assert sum(len(block) for block in heard.blocks) == 24_000
        yield from texts

    return listener


def text(said: str, start_us: int, end_us: int, channels: tuple[int, ...] = ()) -> Text:
    return Text(4, "x", said, TextKind.SPEECH, "", Said((Spoken(0, len(said), start_us, end_us),), channels), "sound")


@pytest.fixture
def listen(monkeypatch):
    def go(*texts: Text, **settings):
        monkeypatch.setattr(registry, "load", lambda *_: lambda _: hears(*texts))
        return list(Sounds(Settings(**settings)).listen(sound()))

    return go


def test_what_is_heard_is_passed_on_and_the_sound_comes_last(listen) -> None:
    told = listen(text("hello", 0, 500_000))

    assert [each.text for each, _ in told] == ["hello", ""]
    assert {(each.ordinal, each.medium, each.kind) for each, _ in told} == {(4, "sound", TextKind.SPEECH)}


def test_speech_that_was_not_understood_is_noted_and_is_no_text(listen) -> None:
    ((_, found),) = listen(text(UNHEARD, 500_000, 900_000, (1,)))

    assert [(f.place, f.entity, f.facts) for f in found] == [(Times(500_000, 900_000, (1,)), "VOICE", {"unread"})]


def test_whoever_speaks_has_a_voice_from_the_first_sample_to_the_last(listen) -> None:
    told = listen(text("hello", 0, 9, (1,)), text("good day", 0, 9, (0,)), text("who is it", 10, 19, (1,)))

    assert [f.place for f in told[-1][1]] == [Times(0, 3_000_000, (0,)), Times(0, 3_000_000, (1,))]
    assert all(f.facts == {"speaker"} for f in told[-1][1])


def test_silence_has_no_voice(listen) -> None:
    assert [found for _, found in listen()] == [()]


def test_what_nobody_listened_to_was_not_understood(listen) -> None:
    """A user who asks for faces only does not get a film with everything that is said in it."""
    ((_, found),) = listen(text("hello", 0, 9), detectors=("faces",))

    assert [(f.place, f.facts) for f in found] == [(Times(0, 3_000_000), {"unread"})]


def test_a_word_knows_when_it_was_said(listen) -> None:
    (heard, _), *_ = listen(text("hello", 20, 90))

    assert heard.locate(Chars(1, 3)) == (Times(20, 90),)


def test_models_do_not_judge_the_halves_of_two_sentences() -> None:
    """`brought back my asthma. Harbor heating limited, ask` ends and begins anywhere: who is named there is not known."""
    by_model = Finding(Chars(0, 6), "PERSON", 0.9, "expert")
    by_cue = Finding(Chars(0, 6), "PERSON", 0.9, "voices.name", frozenset({"cue"}))
    said = text("Harbor", 0, 9)
    bridge = replace(said, anchor=replace(said.anchor, reading=BRIDGE))

    assert list(_readable(said, (by_model, by_cue))) == [by_model, by_cue]
    assert list(_readable(bridge, (by_model, by_cue))) == [by_cue]


def test_scraps_of_a_draft_need_not_be_understood(monkeypatch) -> None:
    def lost(heard: Sound) -> Iterator[Text]:
        assert [len(block) for block in heard.blocks] == [8000] * 3
        raise NotUnderstood("not a word", "listen")
        yield

    monkeypatch.setattr(registry, "load", lambda *_: lambda _: lost)

    assert [found for _, found in Sounds(Settings()).listen(sound(), again=True)] == [()]
    with pytest.raises(NotUnderstood):
        list(Sounds(Settings()).listen(sound()))
