"""A transcript without the words that were cut, and a label in their place."""

from __future__ import annotations

from dataclasses import replace

from redact.core.flow import Action, Decision, Verdict
from redact.core.place import Times
from redact.core.said import Said, Spoken, padded
from redact.core.segment import Text, TextKind
from redact.pipeline.transcript import Transcript


def heard(said: str, at_s: float = 0.0, channels: tuple[int, ...] = (), reading: int = 0, ordinal: int = 0) -> Text:
    """Words of half a second each, one after another."""
    words, end = [], 0
    for number, word in enumerate(said.split(" ")):
        start_us = int((at_s + number / 2) * 1_000_000)
        words.append(Spoken(end, end + len(word), start_us, start_us + 400_000))
        end += len(word) + 1
    return Text(ordinal, "sound 1, 0:00", said, TextKind.SPEECH, "", Said(tuple(words), channels, reading), "sound")


def decided(start_s: float, end_s: float, *channels: int, entity: str = "PERSON", ordinal: int = 0) -> Decision:
    said = Times(int(start_s * 1e6), int(end_s * 1e6), channels)
    verdict = Verdict(Action.REDACT, "rule", "silence")
    return Decision(ordinal, "sound 1", padded(said), said, entity, verdict, 1.0, "test", "00", 1)


def transcript(texts: list[Text], decisions: list[Decision]) -> Transcript:
    return Transcript(lambda: texts, lambda: decisions, lambda decision, _: f"[{decision.entity}]")


def lines(texts: list[Text], decisions: list[Decision]) -> list[str]:
    return [cue.text for cue in transcript(texts, decisions).cues()]


def test_words_that_were_cut_are_one_label() -> None:
    assert lines([heard("my name is Tobias Quillfeather thank you so much")], [decided(1.5, 2.4)]) == [
        "my name is [PERSON] you so much"
    ]


def test_a_word_that_is_mostly_silenced_by_a_pad_is_not_written_either() -> None:
    """`thank` lies under the pad behind the name: nobody hears it, and a trace of the name may be in it."""
    assert "thank" not in lines([heard("my name is Tobias Quillfeather thank you")], [decided(1.5, 2.4)])[0]


def test_what_only_the_second_hearing_found_is_cut_in_the_first_too() -> None:
    texts = [heard("call 01632 960001 now please"), heard("call oh one six two", reading=1)]

    assert lines(texts, [decided(0.5, 1.4, entity="PHONE_NUMBER")]) == ["call [PHONE_NUMBER] please"]


def test_what_is_kept_stays() -> None:
    kept = replace(decided(1.5, 2.4), verdict=Verdict(Action.KEEP, "rule", "silence"))

    assert lines([heard("my name is Tobias Quillfeather")], [kept]) == ["my name is Tobias Quillfeather"]


def test_a_changed_voice_takes_no_words() -> None:
    verdict = Verdict(Action.REDACT, "voice", "voice")
    voice = replace(decided(0, 9), entity="VOICE", verdict=verdict)

    assert lines([heard("good morning")], [voice]) == ["good morning"]


def test_a_cut_in_one_channel_leaves_the_other_channels_words() -> None:
    texts = [heard("is that Tobias", channels=(0,)), heard("yes it is", channels=(1,))]
    made = list(transcript(texts, [decided(1.0, 1.4, 0)]).cues())

    assert [(cue.speaker, cue.text) for cue in made] == [("channel 1", "is that [PERSON]"), ("channel 2", "yes it is")]


def test_lines_of_two_channels_come_in_the_order_in_which_they_are_said() -> None:
    texts = [heard("goodbye", at_s=50, channels=(0,)), heard("hello", at_s=2, channels=(1,))]

    assert lines(texts, []) == ["hello", "goodbye"]


def test_each_sound_has_its_own_decisions() -> None:
    texts = [heard("I am Tobias"), heard("I am Tobias", ordinal=1)]

    assert lines(texts, [decided(1.0, 1.4, ordinal=1)]) == ["I am Tobias", "I am [PERSON]"]


def test_what_was_heard_under_a_cut_is_told_for_the_sweep() -> None:
    told = list(transcript([heard("I am Tobias Quillfeather.")], [decided(1.0, 1.9)]).surfaces())

    assert [(surface, made) for _, surface, made in told] == [("Tobias Quillfeather", "[PERSON]")]


def test_a_reader_of_the_transcript_reads_whole_passages() -> None:
    texts = list(transcript([heard("my name is Tobias Quillfeather now")], [decided(1.5, 2.4)]).texts())

    assert [(text.text, text.kind) for text in texts] == [("my name is […]", TextKind.SPEECH)]


def test_two_cuts_with_one_label_and_nothing_between_are_one() -> None:
    assert lines([heard("Tobias Quillfeather now then")], [decided(0, 0.4), decided(0.5, 0.9)]) == ["[PERSON] then"]


def test_a_neighbour_under_the_pad_is_not_what_was_taken_out() -> None:
    """Else the sweep would seek `Tobias thank`, or find `thank` where it stays."""
    told = list(transcript([heard("I am Tobias thank you")], [decided(1.0, 1.4)]).surfaces())

    assert [surface for _, surface, _ in told] == ["Tobias"]
