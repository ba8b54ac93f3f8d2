"""Transcripts as files: plain text, SubRip, WebVTT and JSON. They are streamed, and hold no word but what they were given.

Source: WebVTT: The Web Video Text Tracks Format, W3C Candidate Recommendation, 4 April 2019, section 4 (syntax).
Source: SubRip has no standard; this is the form that the program SubRip writes, a comma before the milliseconds.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

#: A pause that ends a cue, and the most a cue holds: two lines of 42 characters, read in seven seconds.
#: Source: Netflix Timed Text Style Guide, General Requirements (7 s) and English (42 characters a line, two lines).
PAUSE_US, MOST_US, MOST_CHARS = 800_000, 7_000_000, 84
_US_PER_MS = 1_000


class Word(NamedTuple):
    """What was said in the microseconds ``[start_us, end_us)``: one word, or the label that stands for several."""

    start_us: int
    end_us: int
    text: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A line of a transcript, already redacted. `speaker` names a channel, or is empty; never a person."""

    start_us: int
    end_us: int
    speaker: str
    text: str = field(repr=False)


def cues_of(words: Iterable[Word], speaker: str = "") -> Iterator[Cue]:
    """One speaker's words in lines short enough to be read on a film: broken at pauses, and between words only."""
    held: list[Word] = []
    for word in words:
        if held and _ends(held, word):
            yield _joined(held, speaker)
            held = []
        held.append(word)
    if held:
        yield _joined(held, speaker)


def write(kind: str, cues: Iterable[Cue], out: BinaryIO) -> None:
    """A transcript of one of the `KINDS`, in UTF-8. Cues come in order of their start, and are written as they come.

    Raises:
        KeyError: the kind is not one of the `KINDS`.
    """
    for line in _WRITERS[kind](cues):
        out.write(line.encode("utf-8", "replace"))


def _ends(held: list[Word], word: Word) -> bool:
    long = sum(len(each.text) + 1 for each in held) + len(word.text) > MOST_CHARS
    late = word.end_us - held[0].start_us > MOST_US
    return long or late or word.start_us - held[-1].end_us > PAUSE_US


def _joined(held: list[Word], speaker: str) -> Cue:
    return Cue(held[0].start_us, max(word.end_us for word in held), speaker, " ".join(word.text for word in held))


def _txt(cues: Iterable[Cue]) -> Iterator[str]:
    for cue in cues:
        hours, minutes, seconds, _ = _clock(_ms(cue)[0])
        clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
        yield f"[{clock}] {_said(cue)}\n"


def _srt(cues: Iterable[Cue]) -> Iterator[str]:
    for number, cue in enumerate(cues, 1):
        start, end = (_stamp(ms, ",") for ms in _ms(cue))
        # There is no escape: an arrow in the words would be read as times, a blank line as the end of the cue.
        yield f"{number}\n{start} --> {end}\n{_said(cue).replace('-->', '->')}\n\n"


def _vtt(cues: Iterable[Cue]) -> Iterator[str]:
    yield "WEBVTT\n\n"
    for cue in cues:
        start, end = (_stamp(ms, ".") for ms in _ms(cue))
        who = f"<v {_escaped(_line(cue.speaker))}>" if cue.speaker else ""
        yield f"{start} --> {end}\n{who}{_escaped(_line(cue.text))}\n\n"


def _json(cues: Iterable[Cue]) -> Iterator[str]:
    yield '{"cues":['
    between = "\n"
    for cue in cues:
        start, end = _ms(cue)
        row = {"start": start / 1000, "end": end / 1000, "speaker": _line(cue.speaker), "text": _line(cue.text)}
        yield between + json.dumps(row, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


_WRITERS: Mapping[str, Callable[[Iterable[Cue]], Iterator[str]]] = {
    "txt": _txt,
    "srt": _srt,
    "vtt": _vtt,
    "json": _json,
}
KINDS = tuple(_WRITERS)


def _said(cue: Cue) -> str:
    speaker = _line(cue.speaker)
    return f"{speaker}: {_line(cue.text)}" if speaker else _line(cue.text)


def _line(text: str) -> str:
    """The text on one line: line ends, tabs and control characters are spaces, and no two spaces follow each other."""
    return " ".join("".join(" " if unicodedata.category(each) == "Cc" else each for each in text).split())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _ms(cue: Cue) -> tuple[int, int]:
    """The cue's milliseconds, rounded outward and never empty: players leave out a cue that ends as it starts."""
    start = max(0, cue.start_us) // _US_PER_MS
    return start, max(start + 1, -(-cue.end_us // _US_PER_MS))


def _stamp(ms: int, point: str) -> str:
    hours, minutes, seconds, rest = _clock(ms)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{rest:03}"


def _clock(ms: int) -> tuple[int, int, int, int]:
    return ms // 3_600_000, ms // 60_000 % 60, ms // 1_000 % 60, ms % 1_000
