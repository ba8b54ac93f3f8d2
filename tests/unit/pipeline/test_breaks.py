"""A draft's words on either side of a silence are no sentence."""

from __future__ import annotations

from redact.core.flow import Action, Decision, Verdict
from redact.core.place import Chars, Times
from redact.core.said import UNHEARD, Said, Spoken
from redact.core.segment import Text, TextKind
from redact.pipeline.breaks import breaker, broken, hushed


def heard(*words: tuple[str, float], ordinal: int = 0, channels: tuple[int, ...] = ()) -> Text:
    """Words of .3 seconds."""
    said = " ".join(word for word, _ in words)
    spoken, at = [], 0
    for word, start_s in words:
        spoken.append(Spoken(at, at + len(word), int(start_s * 1e6), int((start_s + 0.3) * 1e6)))
        at += len(word) + 1
    return Text(ordinal, "sound 1", said, TextKind.SPEECH, "", Said(tuple(spoken), channels), "sound")


NAMELESS = heard(("name", 0.0), ("is", 0.5), ("calling", 3.0))
CUT = Times(1_000_000, 2_500_000)


def test_a_mark_stands_where_it_is_silent_and_words_keep_their_times() -> None:
    marked = broken(NAMELESS, [CUT])

    assert marked.text == f"name is {UNHEARD} calling"
    at = marked.text.index("calling")
    assert marked.surface(Chars(at, at + 7)) == "calling"
    assert marked.locate(Chars(at, at + 7)) == (Times(3_000_000, 3_300_000),)


def test_a_mark_stands_before_the_first_word_too() -> None:
    assert broken(heard(("calling", 3.0)), [CUT]).text == f"{UNHEARD} calling"


def test_a_silence_of_another_channel_or_time_marks_nothing() -> None:
    assert broken(heard(("a", 0.0), ("b", 3.0), channels=(0,)), [Times(1_000_000, 2_000_000, (1,))]).text == "a b"
    assert broken(NAMELESS, [Times(9_000_000, 9_900_000)]).text == "name is calling"


def test_each_sound_of_a_draft_is_that_of_its_source() -> None:
    """A draft has no tags, so its sounds have other ordinals."""
    mark = breaker({4: [CUT]}, [3, 4])

    assert mark(heard(("is", 0.5), ("calling", 3.0), ordinal=0)).text == "is calling"
    assert mark(heard(("is", 0.5), ("calling", 3.0), ordinal=1)).text == f"is {UNHEARD} calling"


def test_a_changed_voice_and_what_is_kept_are_not_silent() -> None:
    def decision(action: Action, operator: str, entity: str = "PERSON") -> Decision:
        return Decision(0, "s", CUT, CUT, entity, Verdict(action, "rule", operator), 1.0, "test", "")

    kept, voiced = decision(Action.KEEP, "silence"), decision(Action.REDACT, "voice", "VOICE")

    assert hushed([kept]) == {}
    assert hushed([voiced]) == {0: []}
    assert hushed([decision(Action.REDACT, "tone")]) == {0: [CUT]}
