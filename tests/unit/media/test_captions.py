"""Transcripts as files: what players and parsers must be able to read, and what must never slip through them."""

from __future__ import annotations

import io
import itertools
import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.media.captions import KINDS, MOST_CHARS, MOST_US, Cue, Word, cues_of, write

_CUES = (
    Cue(12_340_999, 15_000_001, "channel 1", "Hello, this is [s.40(2)]."),
    Cue(3_725_000_000, 3_727_500_000, "", "Bread & butter"),
)


def _written(kind: str, *cues: Cue) -> str:
    out = io.BytesIO()
    write(kind, iter(cues), out)
    return out.getvalue().decode("utf-8")


def _words(*rows: tuple[float, float, str]) -> Iterator[Word]:
    return (Word(round(start * 1e6), round(end * 1e6), text) for start, end, text in rows)


def test_text_reads_as_minutes_speaker_and_words() -> None:
    assert _written("txt", *_CUES) == "[00:12] channel 1: Hello, this is [s.40(2)].\n[1:02:05] Bread & butter\n"


def test_subrip_is_numbered_with_commas_and_blank_lines() -> None:
    first = "1\n00:00:12,340 --> 00:00:15,001\nchannel 1: Hello, this is [s.40(2)].\n\n"
    assert _written("srt", *_CUES) == first + "2\n01:02:05,000 --> 01:02:07,500\nBread & butter\n\n"


def test_webvtt_has_its_signature_voices_and_escapes() -> None:
    first = "00:00:12.340 --> 00:00:15.001\n<v channel 1>Hello, this is [s.40(2)].\n\n"
    assert _written("vtt", *_CUES) == f"WEBVTT\n\n{first}01:02:05.000 --> 01:02:07.500\nBread &amp; butter\n\n"


def test_json_holds_seconds_speaker_and_text() -> None:
    told = json.loads(_written("json", *_CUES))

    assert told["cues"][0] == {
        "start": 12.34,
        "end": 15.001,
        "speaker": "channel 1",
        "text": "Hello, this is [s.40(2)].",
    }
    assert len(told["cues"]) == 2


@pytest.mark.parametrize(
    ("kind", "empty"), [("txt", ""), ("srt", ""), ("vtt", "WEBVTT\n\n"), ("json", '{"cues":[\n]}\n')]
)
def test_nothing_said_is_a_whole_file_all_the_same(kind: str, empty: str) -> None:
    assert _written(kind) == empty


@pytest.mark.parametrize("kind", ["srt", "vtt"])
def test_words_cannot_pass_for_times_or_end_a_cue(kind: str) -> None:
    """A text that holds an arrow, tags or blank lines stays the text of its one cue."""
    hostile = Cue(0, 1_000_000, "a>b\n", "one\r\n\n2\n00:00:01,000 --> 00:00:02,000\n<b>two\u2028three\0")

    told = _written(kind, hostile)

    assert len(re.findall("-->", told)) == 1
    assert len(told.strip().removeprefix("WEBVTT\n\n").splitlines()) == (3 if kind == "srt" else 2)
    assert kind == "srt" or "&lt;b&gt;two three" in told


def test_a_cue_without_length_is_shown_for_a_moment() -> None:
    """A cue must end after it starts. Source: WebVTT, section 4."""
    assert "00:00:02.000 --> 00:00:02.001" in _written("vtt", Cue(2_000_000, 2_000_000, "", "hm"))


@pytest.mark.parametrize("kind", KINDS)
def test_cues_are_written_as_they_come(kind: str) -> None:
    """A recording of ten hours is never held whole: the first cue is out before the last is asked for."""
    out = io.BytesIO()
    seen: list[int] = []

    def cues() -> Iterator[Cue]:
        for number in range(3):
            seen.append(out.tell())
            yield Cue(number * 1_000_000, number * 1_000_000 + 500_000, "", "word")

    write(kind, cues(), out)

    assert seen[0] < seen[1] < seen[2]


def test_a_kind_that_is_not_known_is_refused() -> None:
    with pytest.raises(KeyError):
        _written("ass", *_CUES)


def test_the_words_of_a_cue_are_not_in_its_repr() -> None:
    assert "Hello" not in repr(_CUES[0])


def test_a_pause_ends_a_cue() -> None:
    cues = list(cues_of(_words((0, 0.4, "Good"), (0.4, 0.9, "morning."), (1.8, 2, "Yes")), "channel 2"))

    assert [(cue.text, cue.start_us, cue.end_us) for cue in cues] == [
        ("Good morning.", 0, 900_000),
        ("Yes", 1_800_000, 2_000_000),
    ]
    assert {cue.speaker for cue in cues} == {"channel 2"}


def test_a_label_is_not_torn_apart() -> None:
    label = "[PERSON 12, withheld under section 40(2)]"
    cues = list(cues_of(_words(*((n, n + 0.9, label) for n in range(6)))))

    assert all(cue.text.count(label) * (len(label) + 1) == len(cue.text) + 1 for cue in cues)


@given(
    st.lists(st.tuples(st.integers(0, 3_000_000), st.integers(1, 9_000_000), st.text("abc", min_size=1)), max_size=60)
)
def test_no_word_is_lost_and_no_cue_is_long(steps: list[tuple[int, int, str]]) -> None:
    """Only a single word may be longer than a cue should be."""
    words, at = [], 0
    for pause, length, text in steps:
        words.append(Word(at + pause, at + pause + length, text))
        at += pause + length

    cues = list(cues_of(words))

    assert " ".join(cue.text for cue in cues).split() == [word.text for word in words]
    assert all(len(cue.text) <= MOST_CHARS and cue.end_us - cue.start_us <= MOST_US for cue in cues if " " in cue.text)
    assert all(one.start_us <= other.start_us for one, other in itertools.pairwise(cues))
