"""What the decisions on one sound make of it together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from redact.core.errors import UsageError
from redact.core.flow import Action, Decision, Verdict
from redact.core.place import Chars, Times
from redact.pipeline.changes import plain
from redact.pipeline.once import Once
from redact.pipeline.silences import silences

REDACT = Verdict(Action.REDACT, "rule", "silence")


def decision(start_ms: int, end_ms: int, *channels: int, operator: str = "silence", entity: str = "PERSON") -> Decision:
    place = Times(start_ms * 1000, end_ms * 1000, channels)
    return Decision(0, "sound 1", place, place, entity, replace(REDACT, operator=operator), 1.0, "test", "00", 1)


def cut(*decisions: Decision) -> list[tuple[str, int, int, tuple[int, ...]]]:
    edits = silences(decisions, plain)
    return [(e.style, e.place.start_us // 1000, e.place.end_us // 1000, e.place.channels) for e in edits]


def test_less_than_half_a_second_between_two_silences_is_silent_too() -> None:
    assert cut(decision(0, 1000), decision(1499, 2000), decision(2501, 3000)) == [
        ("silence", 0, 2000, ()),
        ("silence", 2501, 3000, ()),
    ]


def test_a_silence_within_another_changes_nothing() -> None:
    assert cut(decision(0, 5000), decision(1000, 2000)) == [("silence", 0, 5000, ())]


def test_channels_are_cut_apart() -> None:
    assert cut(decision(0, 1000, 0), decision(1100, 2000, 1)) == [
        ("silence", 0, 1000, (0,)),
        ("silence", 1100, 2000, (1,)),
    ]


def test_a_voice_is_changed_before_anything_is_silenced() -> None:
    voice = decision(0, 9000, operator="voice", entity="VOICE")

    assert [style for style, *_ in cut(decision(10, 20), voice)] == ["voice", "silence"]


def test_what_is_not_a_voice_is_never_only_disguised() -> None:
    assert cut(decision(0, 1000, operator="voice"))[0][0] == "silence"


def test_a_decision_on_characters_has_no_place_in_a_sound() -> None:
    with pytest.raises(UsageError):
        silences([replace(decision(0, 1), place=Chars(0, 1))], plain)


def test_the_same_find_of_a_second_hearing_is_decided_once() -> None:
    once = Once()

    assert once.is_new(decision(0, 1000))
    assert not once.is_new(decision(100, 900))
    assert not once.is_new(decision(0, 1000, 1))


def test_another_find_or_a_wider_one_is_decided_too() -> None:
    once = Once()
    assert once.is_new(decision(0, 1000, 0))

    for other in (
        decision(0, 1100, 0),
        decision(0, 1000, 1),
        decision(0, 1000, 0, entity="AGE"),
        replace(decision(0, 1000, 0), person=2),
        replace(decision(0, 1000, 0), segment=1),
        replace(decision(0, 1000, 0), verdict=replace(REDACT, action=Action.KEEP)),
    ):
        assert once.is_new(other)
